"""Tools at work for an answer: live, at its end and from history, and what of them each may see."""

import pytest
from playwright.sync_api import expect

from app.i18n.en import EN
from app.i18n.zh import ZH

from .conftest import Visit
from .page import ChatPage
from .script import End, Hold, Say, SendFile, picture, thought
from .server import Server
from .thoughts import FOUND, GIVEN, expect_step, expect_steps, one_tool
from .upstream import Upstream


@pytest.fixture
def chat(app: Upstream, full: Server, visit: Visit) -> ChatPage:
    """A visitor's."""
    return visit(full).open()


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


def test_the_steps_open_by_keyboard(insider: ChatPage, app: Upstream) -> None:
    app.script = one_tool()
    insider.ask_and_wait("What is a lamp?")
    insider.thoughts().locator("> summary").press("Enter")
    step = insider.steps().first
    step.locator("summary").press("Enter")
    expect(step.get_by_text(FOUND)).to_be_visible()
