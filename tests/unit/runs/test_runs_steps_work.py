"""What was done on the way to an answer: an agent's tools and its log, and a flow's nodes."""

import pytest

from app.views import Thought
from tests.unit.runs.doubles import event, folded, said
from tests.unit.runs.steps import log, node, thought, told, tree, views


def test_a_tool_runs_from_its_call_to_its_answer():
    called = folded(thought("t-1"), thought("t-1", tool="clock", tool_input='{"clock": {}}'))
    assert told(called) == [("clock", "running")]
    assert told(folded(thought("t-1", tool="clock", observation='{"clock": "12:00"}'), draft=called)) == [
        ("clock", "done")
    ]


def test_the_next_thought_ends_a_tool_that_never_answered():
    draft = folded(thought("t-1", tool="clock"), said("<think>a"), thought("t-2", tool="search"))
    assert told(draft) == [("clock", "done"), ("", "running"), ("search", "running")]


def test_a_tool_that_answers_after_the_next_was_called_still_says_how_it_went():
    draft = folded(
        thought("t-1", tool="clock"),
        thought("t-2", tool="search"),
        thought("t-1", tool="clock", observation="tool invoke error: …"),
    )
    assert told(draft) == [("clock", "failed"), ("search", "running")]


def test_a_thought_without_a_tool_is_no_step():
    assert folded(thought("t-1", thought="Let me see."), thought("t-1", thought="Let me see. Noon.")).steps == ()


def test_rounds_of_an_agent_are_paragraphs_and_pieces_of_one_round_are_not():
    draft = folded(
        event("agent_message", answer="I "),
        event("agent_message", answer="look."),
        thought("t-1", tool="clock", observation="12:00"),
        event("agent_message", answer=""),
        event("agent_message", answer="No"),
        event("agent_message", answer="on."),
        event("message_replace", answer="I look.\nNoon.\n"),
    )
    assert (str(draft.text), str(draft.raw), draft.generation) == ("I look.\n\nNoon.", "I look.\n\nNoon.", 0)


@pytest.mark.parametrize(("first", "second"), [("", "Noon."), ("Look:\n", "Noon."), ("Look:", "\nNoon.")])
def test_rounds_that_are_apart_already_are_left_as_they_are(first, second):
    draft = folded(
        event("agent_message", answer=first), thought("t-1", tool="clock", observation="12:00"),
        event("agent_message", answer=second),
    )  # fmt: skip
    assert str(draft.text) == first + second


NODE_STATES = [
    ("node_started", "", "running"),
    ("node_started", "running", "running"),
    ("node_retry", "failed", "running"),
    ("node_finished", "succeeded", "done"),
    ("node_finished", "partial-succeeded", "done"),
    ("node_finished", "failed", "failed"),
    ("node_finished", "exception", "failed"),
    ("node_finished", "stopped", "stopped"),
    ("node_finished", "paused", "waiting"),
    ("node_finished", "running", "done"),
    ("node_finished", "", "done"),
    ("node_finished", "a later word", "done"),
    ("iteration_started", "", "running"),
    ("iteration_next", "", "running"),
    ("iteration_completed", "succeeded", "done"),
    ("iteration_completed", "failed", "failed"),
    ("loop_started", "", "running"),
    ("loop_next", "", "running"),
    ("loop_completed", "", "done"),
]


@pytest.mark.parametrize(("name", "status", "state"), NODE_STATES)
def test_a_node_is_in_the_state_that_its_event_says(name, status, state):
    [step] = folded(node(name, "a", status=status)).steps
    assert (step.kind, step.state) == ("node", state)


def test_a_node_keeps_what_it_was_given_when_it_ends_with_what_it_gave():
    draft = folded(
        node("node_started", "a", inputs={"query": "Why?"}),
        node("node_finished", "a", outputs={"text": "Because."}, status="succeeded"),
    )
    assert views(draft) == [
        Thought("run-of-a", "node", "a", state="done", input='{\n  "query": "Why?"\n}',
                result='{\n  "text": "Because."\n}')
    ]  # fmt: skip


def test_a_node_without_a_title_is_called_by_what_it_is():
    draft = folded(
        event("node_started", data={"id": "1", "node_type": "llm"}), event("loop_started", data={"node_id": "2"})
    )
    assert told(draft) == [("llm", "running"), ("loop", "running")]


def test_a_node_that_may_not_be_seen_is_no_step():
    assert folded(event("node_started"), event("node_finished", data={"title": "llm"})).steps == ()


def test_a_node_that_is_tried_again_is_one_step():
    draft = folded(
        node("node_started", "a"),
        node("node_retry", "a", retry_index=1, status="failed", error="busy"),
        node("node_finished", "a", status="succeeded"),
    )
    assert told(draft) == [("a", "done")]


def test_what_runs_in_an_iteration_stands_below_it_round_by_round():
    draft = folded(
        node("node_started", "start"),
        node("iteration_started", "each"),
        *[
            event("node_started", data={"id": f"{round}-{name}", "node_id": name, "title": f"{name} {round}",
                                        "iteration_id": "each"})
            for round in (1, 2) for name in ("fetch", "write")
        ],
        node("iteration_next", "each", index=1),
        node("node_started", "end"),
        node("iteration_completed", "each", status="succeeded"),
    )  # fmt: skip
    assert tree(draft) == ["start", "each", "  fetch 1", "  write 1", "  fetch 2", "  write 2", "end"]


def test_what_runs_in_a_loop_in_an_iteration_stands_below_both_though_others_came_between():
    draft = folded(
        node("iteration_started", "each"),
        node("loop_started", "again", iteration_id="each"),
        node("node_started", "after"),
        node("node_started", "deep", loop_id="again"),
        node("node_started", "beside", iteration_id="each"),
        node("node_started", "deeper", loop_id="again"),
        node("node_finished", "deep", loop_id="again", status="succeeded"),
    )
    assert tree(draft) == ["each", "  again", "    deep", "    deeper", "  beside", "after"]


def test_a_node_whose_iteration_is_not_known_stands_alone():
    assert tree(folded(node("node_started", "a", iteration_id="gone"))) == ["a"]


def test_lines_of_an_agent_s_log_are_a_tree_below_their_node():
    draft = folded(
        node("node_started", "agent"),
        node("node_started", "beside"),
        log("l-1", "Round 1", node_id="agent", status="start"),
        log("l-2", "Thought", node_id="agent", parent_id="l-1"),
        log("l-4", "Round 2", node_id="agent", status="error", error="busy"),
        log("l-3", "Tool", node_id="agent", parent_id="l-1", data={"output": "12:00"}),
        log("l-1", "Round 1", node_id="agent"),
    )
    assert tree(draft) == ["agent", "  Round 1", "    Thought", "    Tool", "  Round 2", "beside"]
    assert [(step.kind, step.state, step.result) for step in draft.steps][1:5] == [
        ("log", "done", ""),
        ("log", "done", ""),
        ("log", "done", '{\n  "output": "12:00"\n}'),
        ("log", "failed", "busy"),
    ]


def test_a_line_of_a_log_that_may_not_be_seen_is_no_step():
    assert folded(event("agent_log"), log("l-1", "")).steps == ()
