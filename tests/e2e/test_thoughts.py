"""How an answer comes about: tools at work, reasoning and a flow's steps, live, at its end and from history."""

import pytest
from playwright.sync_api import Locator, expect

from app.i18n.en import EN
from app.i18n.zh import ZH

from .conftest import Visit
from .page import ChatPage
from .script import (
    End,
    Hold,
    Say,
    Send,
    SendFile,
    Step,
    flow_finished,
    flow_started,
    iteration,
    node,
    picture,
    recorded,
    thought,
    within,
)
from .server import Server
from .upstream import Upstream

GIVEN = {"word": "obelisk", "deep": {"at": 2}}
FOUND = "A thing that gives light."
LABELS = {"look_up": {"zh_Hans": "查词典"}}


def one_tool(*before: Hold, observed: str = FOUND) -> list[Step]:
    """An agent's two rounds: a tool, which waits where it should, and what it says."""
    used = thought("Let me see. ", tool="look_up", given=GIVEN, observed=observed, labels=LABELS, before=before)
    return [*used, *thought("It gives light.", position=2), End()]


@pytest.fixture
def chat(app: Upstream, full: Server, visit: Visit) -> ChatPage:
    """A visitor's."""
    return visit(full).open()


@pytest.fixture
def insider(app: Upstream, member: Server, visit: Visit) -> ChatPage:
    """A member's."""
    return visit(member).open()


def expect_step(step: Locator, name: str, state: str) -> None:
    expect(step).to_contain_text(name)
    expect(step.get_by_text(state, exact=True).first).to_be_visible()


def expect_steps(steps: Locator, wanted: list[tuple[str, str]]) -> None:
    """The name of each step, and how it went."""
    expect(steps.locator(".thought-name")).to_have_text([name for name, _ in wanted])
    expect(steps.locator(".thought-state")).to_have_text([state for _, state in wanted])


def test_a_tool_is_named_while_it_works_and_done_after_it(insider: ChatPage, app: Upstream) -> None:
    app.script = one_tool(Hold())
    insider.ask("What is a lamp?")
    expect(insider.thoughts()).to_contain_text("Look Up")
    expect(insider.steps()).to_have_count(0)
    [step] = insider.open_steps().all()
    expect_step(step, "Look Up", EN.state_running)
    step.locator("summary").click()
    expect(step.get_by_text('"word": "obelisk"')).to_be_visible()
    expect(step).not_to_contain_text(FOUND)
    app.release()
    expect_step(step, "Look Up", EN.state_done)
    expect(step.get_by_text(FOUND)).to_be_visible()
    insider.expect_idle()
    expect(insider.answer).to_contain_text("It gives light.")


def test_what_goes_in_and_out_is_laid_out_for_a_member(insider: ChatPage, app: Upstream) -> None:
    app.script = one_tool(observed='{"senses": ["a thing", "a place"]}')
    insider.ask_and_wait("What is a lamp?")
    for _ in insider.live_and_stored():
        [step] = insider.open_steps().all()
        expect_step(step, "Look Up", EN.state_done)
        step.locator("summary").click()
        expect(step.get_by_role("heading")).to_have_text([EN.step_input, EN.step_result])
        assert '{\n  "word": "obelisk",\n  "deep": {\n    "at": 2\n  }\n}' in step.inner_text()
        expect(step).to_contain_text("a place")


def test_a_visitor_sees_which_tool_was_used_and_nothing_that_went_in_or_out(chat: ChatPage, app: Upstream) -> None:
    app.script = one_tool(Hold())
    chat.ask("What is a lamp?")
    [step] = chat.open_steps().all()
    expect_step(step, "Look Up", EN.state_running)
    app.release()
    chat.expect_idle()
    expect_step(step, "Look Up", EN.state_done)
    expect(step.locator("summary")).to_have_count(0)
    chat.reload()
    expect(chat.open_steps()).to_have_count(1)
    assert not any(secret in frame for secret in (FOUND, "obelisk") for frame in chat.received)


def test_tools_that_work_at_once_each_have_a_step(insider: ChatPage, app: Upstream) -> None:
    observed = {"look_up": "One.", "draw": "tool invoke error: no paper", "count": "Three."}
    used = thought(tool="look_up;draw;count", given={"n": 1}, observed=observed, before=[Hold()])
    app.script = [*used, *thought("All done.", position=2), End()]
    insider.ask("Do it all.")
    steps = insider.open_steps()
    expect(steps).to_have_count(3)
    expect_steps(steps, [(name, EN.state_running) for name in ("Look Up", "Draw", "Count")])
    app.release()
    insider.expect_idle()
    ends = [("Look Up", EN.state_done), ("Draw", EN.state_failed), ("Count", EN.state_done)]
    expect_steps(steps, ends)
    expect(insider.thoughts().locator("> summary")).to_contain_text(EN.state_failed)
    insider.reload()
    expect_steps(insider.open_steps(), ends)


def test_a_picture_stands_in_its_step_and_under_the_answer(insider: ChatPage, app: Upstream) -> None:
    used = thought(tool="draw", observed="drawn", files=[SendFile(picture())], before=[Hold()])
    app.script = [*used, *thought("Here it is.", position=2), End()]
    insider.ask("Draw it.")
    app.release()
    insider.expect_idle()
    for _ in insider.live_and_stored():
        [step] = insider.open_steps().all()
        step.locator("summary").click()
        for place in (step, insider.answer_files()):
            expect(place.get_by_role("img")).to_have_count(1)
            expect(place.get_by_role("img")).to_have_js_property("naturalWidth", 320)


def test_a_picture_is_there_while_the_answer_is_still_written(chat: ChatPage, app: Upstream) -> None:
    app.script = [*thought(tool="draw", observed="drawn", files=[SendFile(picture())]), Say("So"), Hold(), End()]
    chat.ask("Draw it.")
    expect(chat.answer_files().get_by_role("img")).to_have_js_property("naturalWidth", 320)
    expect(chat.stop).to_be_visible()
    app.release()
    chat.expect_idle()
    expect(chat.answer_files()).to_have_count(1)


def test_the_steps_are_the_same_after_a_reload_and_from_what_the_app_stored(
    insider: ChatPage, app: Upstream, member: Server, visit: Visit
) -> None:
    app.script = [
        *thought(tool="look_up", given=GIVEN, observed=FOUND),
        *thought(tool="draw", position=2, observed="tool invoke error: no paper"),
        *thought("That is it.", position=3),
        End(),
    ]
    insider.ask_and_wait("What?")
    went = [("Look Up", EN.state_done), ("Draw", EN.state_failed)]
    expect_steps(insider.open_steps(), went)
    insider.reload()
    expect_steps(insider.open_steps(), went)
    [message] = [task.message for task in app.tasks.values() if task.message["query"] == "What?"][-1:]
    app.seed("Of another house", turns=1).messages[0].update(
        query="Stored?", answer=message["answer"], agent_thoughts=message["agent_thoughts"]
    )
    other = visit(member).open()
    other.conversations.first.click()
    expect(other.questions).to_have_text(["Stored?"])
    expect_steps(other.open_steps(), went)


def test_what_was_opened_stays_open_when_the_answer_ends(insider: ChatPage, app: Upstream) -> None:
    used = thought(tool="look_up", given=GIVEN, observed=FOUND)
    app.script = [*used, *thought("It gives light.", position=2), Hold(), End()]
    insider.ask("What is a lamp?")
    [step] = insider.open_steps().all()
    step.locator("summary").click()
    expect(step.get_by_text(FOUND)).to_be_visible()
    app.release()
    insider.expect_idle()
    expect(step.get_by_text(FOUND)).to_be_visible()


def test_a_reload_in_mid_tool_shows_it_at_work(chat: ChatPage, app: Upstream) -> None:
    app.script = one_tool(Hold())
    chat.ask("What is a lamp?")
    expect(chat.thoughts()).to_contain_text("Look Up")
    chat.expect_conversation_address()
    chat.reload()
    [step] = chat.open_steps().all()
    expect_step(step, "Look Up", EN.state_running)
    app.release()
    expect_step(step, "Look Up", EN.state_done)
    chat.expect_idle()


def test_stop_in_mid_tool_says_so_of_the_tool(chat: ChatPage, app: Upstream) -> None:
    app.script = one_tool(Hold())
    chat.ask("What is a lamp?")
    [step] = chat.open_steps().all()
    expect_step(step, "Look Up", EN.state_running)
    chat.stop.click()
    chat.expect_idle()
    expect_step(step, "Look Up", EN.state_stopped)
    expect(chat.answer).to_contain_text(EN.turn_stopped)
    app.wait_for("/chat-messages/[^/]+/stop")
    chat.reload()
    expect_steps(chat.open_steps(), [("Look Up", EN.state_stopped)])


def test_a_tool_s_icon_is_its_emoji_on_its_colour_or_its_picture(chat: ChatPage, app: Upstream) -> None:
    app.script = [*thought(tool="look_up;draw;count", observed="Done."), *thought("Done.", position=2), End()]
    chat.ask_and_wait("Do it all.")
    look_up, draw, count = (step.locator(".tool-icon") for step in chat.open_steps().all())
    expect(look_up).to_have_text("🔎")
    expect(look_up).to_have_css("background-color", "rgb(220, 252, 231)")
    drawn = draw.locator("img")
    expect(drawn).to_have_js_property("naturalWidth", 64)
    assert (drawn.get_attribute("src") or "").startswith("/icons/")
    expect(count.locator("svg")).to_be_visible()
    assert not any("tool-provider" in frame or app.origin in frame for frame in chat.received)


@pytest.mark.parametrize(
    "pieces",
    [
        ["<think>Is it", " light?</think>", "Yes."],
        [*"<think>Is it light?</think>Yes."],
        ["<details><summary>Thinking...</summary>Is it light?", "</details>\n\nYes."],
        [*'<details style="color:gray" open> <summary> Thinking... </summary>Is it light?</details>Yes.'],
    ],
    ids=["think", "think by letters", "details", "details by letters"],
)
def test_reasoning_in_an_answer_is_a_step_and_its_tags_are_never_seen(
    chat: ChatPage, app: Upstream, pieces: list[str]
) -> None:
    half = next(at for at in range(len(pieces)) if "Is it" in "".join(pieces[:at]))
    app.script = [*map(Say, pieces[:half]), Hold(), *map(Say, pieces[half:]), End()]
    chat.ask("Is a lamp light?")
    expect(chat.thoughts()).to_be_visible()
    app.release()
    chat.expect_idle()
    for _ in chat.live_and_stored():
        expect(chat.answer).to_contain_text("Yes.")
        [step] = chat.open_steps().all()
        step.locator("summary").click()
        expect(step.get_by_text("Is it light?")).to_be_visible()
        for tag in ("think>", "details", "summary"):
            expect(chat.answer).not_to_contain_text(tag)


def test_no_part_of_a_tag_flashes_up_while_it_comes(chat: ChatPage, app: Upstream) -> None:
    app.script = [*map(Say, "<think>Hm.</think>Yes, <b>it</b> is.")]
    app.script = [*app.script, End()]
    chat.page.evaluate(
        """() => {
          window.seen = [];
          new MutationObserver(() => window.seen.push(document.querySelector('[role=log]').innerText))
            .observe(document.body, {subtree: true, childList: true, characterData: true});
        }"""
    )
    chat.ask_and_wait("Is it?")
    seen = chat.page.evaluate("window.seen")
    assert seen
    assert not [text for text in seen if "<t" in text or "</t" in text or "think" in text]


def test_reasoning_that_comes_beside_the_answer_is_a_step(chat: ChatPage, app: Upstream) -> None:
    def chunk(text: str, last: bool = False) -> Send:
        return Send({"event": "reasoning_chunk", "data": {"reasoning": text, "node_id": "llm", "is_final": last}})

    app.script = [chunk("First **one**"), Hold(), chunk(" thing.", last=True), Say("Yes."), End()]
    chat.ask("Is it?")
    [step] = chat.open_steps().all()
    expect_step(step, EN.reasoning, EN.state_running)
    step.locator("summary").click()
    expect(step).to_contain_text("First one")
    app.release()
    expect(step).to_contain_text("First one thing.")
    expect_step(step, EN.reasoning, EN.state_done)
    chat.expect_idle()
    chat.reload()
    [step] = chat.open_steps().all()
    step.locator("summary").click()
    expect(step).to_contain_text("First one thing.")


def flow(*before: Hold) -> list[Step]:
    return [
        flow_started(),
        *node("Start", "start"),
        *iteration(
            "Each lamp",
            within("Each lamp", node("Look at it", "code", outputs={"secret": "of the node"})),
            within("Each lamp", node("Weigh it", "code", status="failed", error="the scales are broken")),
        ),
        *node("Write", "llm", *before, Say("Two lamps.")),
        End(),
        flow_finished(),
    ]


def test_a_flow_s_nodes_are_steps_and_those_of_an_iteration_stand_within_it(chat: ChatPage, app: Upstream) -> None:
    app.script = flow(Hold())
    chat.ask("How many?")
    expect(chat.thoughts()).to_contain_text("Write")
    steps = chat.open_steps()
    states = [
        ("Start", EN.state_done),
        ("Each lamp", EN.state_done),
        ("Look at it", EN.state_done),
        ("Weigh it", EN.state_failed),
        ("Write", EN.state_running),
    ]
    expect(steps).to_have_count(5)
    expect_steps(steps, states)
    indents = [box["x"] for step in steps.locator(".tool-icon").all() if (box := step.bounding_box())]
    assert indents[2] == indents[3] > indents[0] == indents[1] == indents[4]
    app.release()
    chat.expect_idle()
    expect(chat.answer).to_contain_text("Two lamps.")
    states[-1] = ("Write", EN.state_done)
    expect_steps(steps, states)
    chat.reload()
    expect_steps(chat.open_steps(), states)
    assert not any("of the node" in frame or "scales" in frame for frame in chat.received)


def test_a_visitor_sees_no_steps_of_a_flow_whose_maker_hides_them(
    upstream: Upstream, parley: Server, visit: Visit
) -> None:
    assert upstream.site["show_workflow_steps"] is False
    chat = visit(parley).open()
    upstream.script = flow()
    chat.ask_and_wait("How many?")
    for _ in chat.live_and_stored():
        expect(chat.answer).to_contain_text("Two lamps.")
        expect(chat.thoughts()).to_have_count(0)
    assert not any("Weigh it" in frame for frame in chat.received)


def test_a_chinese_visitor_reads_the_tool_s_chinese_name(app: Upstream, full: Server, visit: Visit) -> None:
    chat = ChatPage(visit(full, locale="zh-CN").page, full, ZH).open()
    app.script = one_tool(Hold())
    chat.ask("灯是什么？")
    expect(chat.thoughts()).to_contain_text("查词典")
    [step] = chat.open_steps().all()
    expect_step(step, "查词典", ZH.state_running)
    app.release()
    chat.expect_idle()
    expect_step(step, "查词典", ZH.state_done)


RECORDED = {
    "116-agent-three-rounds": ["Bar Chart", "Generate QR Code", "Current Time"],
    "117-agent-parallel-tools": ["Current Time", "Weekday Calculator", "Pie Chart"],
    "128-chatflow-stream": ["start", "knowledge-retrieval", "llm", "answer"],
}


@pytest.mark.parametrize("version", ["0.15.3", "0.6.5"])
@pytest.mark.parametrize("name", RECORDED)
def test_the_steps_of_a_real_answer_are_shown(insider: ChatPage, app: Upstream, name: str, version: str) -> None:
    app.script = recorded(name, version)
    insider.ask_and_wait(f"Recording {name}.")
    for _ in insider.live_and_stored():
        steps = insider.open_steps()
        expect(steps).to_have_count(len(RECORDED[name]))
        expect_steps(steps, [(step, EN.state_done) for step in RECORDED[name]])


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("118-agent-tool-error", [("Bar Chart", EN.state_failed)]),
        (
            "132-chatflow-model-failure",
            [("start", EN.state_done), ("knowledge-retrieval", EN.state_done), ("llm", EN.state_failed)],
        ),
    ],
)
def test_the_failed_step_of_a_real_answer_says_so(
    insider: ChatPage, app: Upstream, name: str, steps: list[tuple[str, str]]
) -> None:
    app.script = recorded(name)
    insider.ask_and_wait(f"Recording {name}.")
    for _ in insider.live_and_stored():
        expect(insider.open_steps()).to_have_count(len(steps))
        expect_steps(insider.steps(), steps)
        expect(insider.thoughts().locator("> summary")).to_contain_text(EN.state_failed)


def test_the_reasoning_of_a_real_answer_is_a_step(chat: ChatPage, app: Upstream) -> None:
    app.script = recorded("036-chat-thinking")
    chat.ask_and_wait("Think.")
    for _ in chat.live_and_stored():
        [step] = chat.open_steps().all()
        step.locator("summary").click()
        expect(step).to_contain_text("The quick brown fox jumps over the lazy dog.")
        expect(chat.answer).not_to_contain_text("<")
        expect(chat.answer.get_by_role("heading", name="Heading 1")).to_be_visible()


def test_the_steps_open_by_keyboard(insider: ChatPage, app: Upstream) -> None:
    app.script = one_tool()
    insider.ask_and_wait("What is a lamp?")
    insider.thoughts().locator("> summary").press("Enter")
    step = insider.steps().first
    step.locator("summary").press("Enter")
    expect(step.get_by_text(FOUND)).to_be_visible()
