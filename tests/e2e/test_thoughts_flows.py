"""A flow's steps, and those of answers of real servers: live, at their end and from history."""

import pytest
from playwright.sync_api import Locator, expect

from app.i18n.en import EN

from .conftest import Visit
from .page import ChatPage
from .script import End, Hold, Say, Step, flow_finished, flow_started, iteration, node, recorded, within
from .server import Server
from .thoughts import expect_steps
from .upstream import Upstream


@pytest.fixture
def chat(app: Upstream, full: Server, visit: Visit) -> ChatPage:
    """A visitor's."""
    return visit(full).open()


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


RECORDED = {
    "116-agent-three-rounds": ["Bar Chart", "Generate QR Code", "Current Time"],
    "117-agent-parallel-tools": ["Current Time", "Weekday Calculator", "Pie Chart"],
    "128-chatflow-stream": ["start", "knowledge-retrieval", "llm", "answer"],
}


def test_the_steps_of_a_real_answer_are_shown(insider: ChatPage, app: Upstream) -> None:
    def expect_all(name: str, answer: Locator) -> None:
        steps = insider.open_steps(answer)
        expect(steps).to_have_count(len(RECORDED[name]))
        expect_steps(steps, [(step, EN.state_done) for step in RECORDED[name]])

    recordings = [(name, version) for name in RECORDED for version in ("0.15.3", "0.6.5")]
    for name, version in recordings:
        app.script = recorded(name, version)
        insider.ask_and_wait(f"Recording {name}.")
        expect_all(name, insider.answer)
    for answer, (name, _) in zip(insider.reload_high(len(recordings)), recordings, strict=True):
        expect_all(name, answer)


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
