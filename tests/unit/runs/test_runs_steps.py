"""Steps on the way to an answer: an agent's tools, a flow's nodes, logs and reasoning, in one list."""

import json
from dataclasses import replace

import pytest

from app.dify.events import parse_event
from app.policy import Policy, Role
from app.runs import steps as steps_module
from app.runs.draft import Draft, files_of, thoughts_of
from app.runs.draft import recorded as as_recorded
from app.runs.fold import broken_off, fold
from app.runs.steps import MOST, Step, Steps, ended, laid_out, of_reasoning, put
from app.runs.text import Text
from app.views import Attachment, Thought
from tests.fixtures.recordings import load
from tests.unit.runs.doubles import event, folded, said

MADE = (
    "image has been created and sent to user already, you do not need to create it, "
    "just tell the user to check it now."
)
SAVED = f"the bar chart is saved as an image.{MADE}"
BARS = {"data": "1;2;3;5;8", "x_axis": "a;b;c;d;e"}
CODE = {"content": "https://example.com/你好", "border": 2, "error_correction": "M"}
CLOCK = {"format": "%Y-%m-%d %H:%M:%S", "timezone": "UTC"}
DAY, PIE = {"year": 2024, "month": 2, "day": 29}, {"data": "1;2;3", "categories": "a;b;c"}
THURSDAY, SLICES = "February 29, 2024 is Thursday.", f"the pie chart is saved as an image.{MADE}"


def recorded(name: str, role: Role = Role.BUILDER) -> Draft:
    version, _, name = name.partition("/")
    policy, draft = Policy(role, flow=True), Draft()
    for payload in load(version, name).payloads():
        draft = fold(draft, policy.allow(parse_event(json.dumps(payload))))
    return draft


def shown(draft: Draft) -> dict[str, Attachment]:
    """Each file of the draft with an id of ours, by the wire's."""
    return {file.id: Attachment(f"ours-{file.id}", "image") for file in draft.files}


def views(draft: Draft) -> list[Thought]:
    return [step.view(shown(draft)) for step in draft.steps]


def told(draft: Draft) -> list[tuple[str, str]]:
    return [(step.title, step.state) for step in draft.steps]


def tree(draft: Draft) -> list[str]:
    """Each step's title, as deep as it stands."""
    return ["  " * step.depth + step.title for step in draft.steps]


# Each recorded tool with how it went, what it was given, what it gave, and whether a file came of it.
TOOLS = {
    "0.15.3/114-agent-one-tool": [("current_time", "done", CLOCK, "2026-11-21 21:37:37", 0)],
    "0.15.3/115-agent-image-tool": [("bar_chart", "done", BARS, SAVED, 1)],
    "0.6.5/115-agent-image-tool": [("bar_chart", "done", BARS, SAVED, 1)],
    "0.15.3/116-agent-three-rounds": [
        ("bar_chart", "done", BARS, SAVED, 1),
        ("qrcode_generator", "done", CODE, MADE, 1),
        ("current_time", "done", CLOCK, "2026-11-21 21:37:39", 0),
    ],
    "0.6.5/116-agent-three-rounds": [
        ("bar_chart", "done", BARS, SAVED, 1),
        ("qrcode_generator", "done", CODE, MADE, 1),
        ("current_time", "done", CLOCK, "2026-11-21 21:48:40 UTC", 0),
    ],
    "0.15.3/117-agent-parallel-tools": [
        ("current_time", "done", CLOCK, "2026-11-21 21:37:39", 1),
        ("weekday", "done", DAY, THURSDAY, 0),
        ("pie_chart", "done", PIE, SLICES, 0),
    ],
    "0.6.5/117-agent-parallel-tools": [
        ("current_time", "done", CLOCK, "2026-11-21 21:48:41 UTC", 1),
        ("weekday", "done", DAY, THURSDAY, 0),
        ("pie_chart", "done", PIE, SLICES, 0),
    ],
    "0.15.3/118-agent-tool-error": [
        ("bar_chart", "failed", {"data": "a;b"}, "tool invoke error: could not convert string to float: 'a'", 0)
    ],
    "0.15.3/420-agent-plain-two-rounds": [
        ("bar_chart", "done", BARS, SAVED, 1),
        ("current_time", "done", CLOCK, "2026-11-21 21:54:52", 0),
    ],
    "0.6.5/420-agent-plain-two-rounds": [
        ("bar_chart", "done", BARS, SAVED, 1),
        ("current_time", "done", CLOCK, "2026-11-21 21:54:57 UTC", 0),
    ],
}
every_agent = pytest.mark.parametrize("name", TOOLS)


@every_agent
def test_a_recorded_agent_s_tools_are_its_steps(name):
    draft = recorded(name)
    found = [(step.title, step.state, step.input, step.result, len(step.files)) for step in draft.steps]
    assert found == [(tool, state, laid_out(given), result, files) for tool, state, given, result, files in TOOLS[name]]
    assert {(step.kind, step.depth) for step in draft.steps} == {("tool", 0)}
    assert [step.labels["zh_Hans"] for step in draft.steps][:1] in (["获取当前时间"], ["柱状图"])
    assert [id for step in draft.steps for id in step.files] == [file.id for file in draft.files]
    assert [file for step in views(draft) for file in step.files] == list(shown(draft).values())
    assert draft.generation == 0


@every_agent
def test_of_a_recorded_agent_a_visitor_sees_the_tools_and_a_member_what_went_through_them(name):
    builder = views(recorded(name))
    assert views(recorded(name, Role.MEMBER)) == builder
    visitor = views(recorded(name, Role.VISITOR))
    assert [(step.title, step.state, step.labels, step.files) for step in visitor] == [
        (step.title, step.state, step.labels, step.files) for step in builder
    ]
    assert {(step.input, step.result) for step in visitor} == {("", "")}


FLOW = ["start", "knowledge-retrieval", "llm", "answer"]


@pytest.mark.parametrize("version", ["0.15.3", "0.6.5"])
def test_a_recorded_flow_s_nodes_are_its_steps(version):
    draft = recorded(f"{version}/128-chatflow-stream")
    assert told(draft) == [(title, "done") for title in FLOW]
    start, retrieval, llm, answer = views(draft)
    assert json.loads(start.input)["city"] == json.loads(start.result)["city"] == "Rome"
    assert json.loads(retrieval.input) == {"query": "battery capacity LEN=20"}
    assert len(json.loads(retrieval.result)["result"]) == 2
    assert set(json.loads(llm.input)) == {"inputs", "process_data"}
    assert json.loads(llm.result)["text"].startswith("# 标题 Heading 1")
    assert (answer.input, json.loads(answer.result)["answer"]) == ("", str(draft.text))


@pytest.mark.parametrize("version", ["0.15.3", "0.6.5"])
@pytest.mark.parametrize("role", [Role.VISITOR, Role.MEMBER])
def test_of_a_recorded_flow_all_but_its_builder_see_names_alone(version, role):
    draft = recorded(f"{version}/128-chatflow-stream", role)
    assert told(draft) == [(title, "done") for title in FLOW]
    assert {(step.input, step.result) for step in views(draft)} == {("", "")}


def test_a_recorded_flow_whose_model_fails_has_a_node_that_failed():
    draft = recorded("0.15.3/132-chatflow-model-failure")
    assert (draft.state, told(draft)) == (
        "failed", [("start", "done"), ("knowledge-retrieval", "done"), ("llm", "failed")],
    )  # fmt: skip
    assert "stub says 500" in views(draft)[2].result
    assert "stub says 500" not in repr(views(recorded("0.15.3/132-chatflow-model-failure", Role.VISITOR)))


def test_a_recorded_thought_is_a_step_and_not_of_the_text():
    draft = recorded("0.15.3/036-chat-thinking", Role.VISITOR)
    assert str(draft.text) == "# 标题 Heading 1\n\nHere is"
    fox = "The quick brown fox jumps over the lazy dog. The"
    assert views(draft) == [Thought("think-1", "reasoning", "Thinking...", state="done", text=fox)]
    assert recorded("0.6.5/036-chat-thinking").steps == ()


def thought(id: str, **fields):
    return event("agent_thought", id=id, **fields)


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


def node(name: str, id: str, title: str = "", **data):
    return event(name, data={"id": f"run-of-{id}", "node_id": id, "title": title or id, **data})


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


def log(id: str, label: str, **data):
    return event("agent_log", data={"id": id, "label": label, "status": "success", **data})


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


def chunk(text: str, node_id: str = "llm", **data):
    return event("reasoning_chunk", data={"reasoning": text, "node_id": node_id, **data})


def test_reasoning_of_a_node_grows_piece_by_piece_to_its_end():
    draft = folded(chunk("Let "), chunk("me"), chunk("Other", "second"))
    assert views(draft) == [
        Thought("chunk-llm", "reasoning", text="Let me"),
        Thought("chunk-second", "reasoning", text="Other"),
    ]
    ended = folded(chunk(" see.", is_final=True), draft=draft)
    assert [(step.text, step.state) for step in views(ended)] == [("Let me see.", "done"), ("Other", "running")]


def test_the_end_of_reasoning_that_said_nothing_is_no_step():
    assert folded(chunk("", is_final=True)).steps == ()


def test_thoughts_in_the_text_are_steps_among_the_others():
    draft = folded(
        said("<think>First"), said(" thought.</think>\n\n"), thought("t-1", tool="clock"), said("<think>Second."),
        said("</think>Noon."),
    )  # fmt: skip
    assert (str(draft.text), str(draft.raw)) == (
        "Noon.", "<think>First thought.</think>\n\n<think>Second.</think>Noon.",
    )  # fmt: skip
    assert [(step.id, step.text, step.state) for step in views(draft)] == [
        ("think-1", "First thought.", "done"),
        ("t-1:0", "", "running"),
        ("think-2", "Second.", "done"),
    ]


def test_a_replaced_text_brings_its_own_thoughts_and_leaves_the_tools():
    draft = folded(
        thought("t-1", tool="clock"),
        said("<think>Secret.</think>What must not be read"),
        event("message_replace", answer="<think>Other.</think>Withheld"),
        said("."),
    )
    assert (str(draft.text), draft.generation) == ("Withheld.", 1)
    assert sorted(step.text or step.title for step in views(draft)) == ["Other.", "clock"]
    assert "Secret" not in repr(draft)


def test_a_text_goes_on_after_a_replacement_also_where_a_tool_was_called_before_it():
    draft = folded(thought("t-1", tool="clock"), event("message_replace", answer="Withheld"), said("."))
    assert str(draft.text) == "Withheld."


def test_the_same_text_again_with_its_thoughts_is_no_replacement():
    text = "<think>Hm.</think>\n\nYes."
    draft = folded(said(text[:9]), said(text[9:]), event("message_replace", answer=text), event("message_end"))
    assert (str(draft.text), draft.generation, len(draft.steps)) == ("Yes.", 0, 1)


def test_a_replacement_after_the_end_is_read_to_its_end():
    draft = folded(said("No"), event("message_end"), event("message_replace", answer="Is 1 <"))
    assert str(draft.text) == "Is 1 <"
    thinking = folded(said("No"), event("message_end"), event("message_replace", answer="<think>Hm."))
    assert [step.state for step in thinking.steps] == ["done"]


UNCLOSED = ["Look: <think>is a tag.", "Look: <details open>x", "a\n<think>", "Look: <think>is <"]
UNCLOSED += ["<think>a</think>b<think>c"]


@pytest.mark.parametrize("text", UNCLOSED)
def test_a_thought_below_text_that_never_ends_is_text_again(text):
    draft = folded(said(text), event("message_end"))
    assert str(draft.text) == text.removeprefix("<think>a</think>")
    assert [step.text for step in views(draft)] == (["a"] if "</think>" in text else [])


def test_the_summary_of_a_thought_that_never_ends_is_text_again():
    text = "Look: <details><summary>More</summary>is here."
    assert str(folded(said(text), event("message_end")).text) == text


def test_a_thought_that_never_ends_is_text_again_also_where_a_step_came_after_it():
    draft = folded(said("Look: <think>is a tag."), thought("t-1", tool="clock"), event("message_end"))
    assert str(draft.text) == "Look: <think>is a tag."
    assert told(draft) == [("clock", "done")]


def test_a_thought_that_never_ends_and_stands_alone_is_a_thought():
    draft = folded(said("<think>Let me see"), event("message_end"))
    assert (str(draft.text), told(draft), views(draft)[0].text) == ("", [("", "done")], "Let me see")


@pytest.mark.parametrize("ending", [event("message_end"), event("message_end", metadata="none")], ids=["known", "odd"])
def test_an_end_ends_all_that_still_ran(ending):
    draft = folded(thought("t-1", tool="clock"), node("node_started", "llm"), chunk("Hm."), ending)
    assert {step.state for step in draft.steps} == {"done"}


def test_an_error_fails_what_still_ran():
    draft = folded(
        node("node_finished", "start", status="succeeded"), node("node_started", "llm"), said("<think>Hm"),
        event("error", code="completion_request_error"),
    )  # fmt: skip
    assert told(draft) == [("start", "done"), ("llm", "failed"), ("", "failed")]


def test_a_stop_stops_what_still_ran_and_tells_what_was_held_back():
    draft = broken_off(folded(said("<think>Hm.</think>1 <"), thought("t-1", tool="clock")), "stopped")
    assert (str(draft.text), told(draft)) == ("1 <", [("", "done"), ("clock", "stopped")])


def test_a_stop_in_a_thought_leaves_the_thought():
    draft = broken_off(folded(said("Yes. <think>Hm")), "stopped")
    assert (str(draft.text), [(step.text, step.state) for step in views(draft)]) == ("Yes. ", [("Hm", "stopped")])


def test_a_flow_that_pauses_leaves_what_ran_waiting():
    draft = folded(
        node("node_finished", "start", status="succeeded"), node("node_started", "ask"), said("Please <"),
        event("workflow_paused"),
    )  # fmt: skip
    assert (str(draft.text), told(draft)) == ("Please <", [("start", "done"), ("ask", "waiting")])
    assert broken_off(draft, "failed") == draft


def test_no_more_than_five_hundred_steps_are_kept_and_those_that_are_go_on():
    many = [node("node_started", str(number)) for number in range(MOST + 20)]
    draft = folded(*many, node("node_finished", "0", status="failed"), node("node_finished", "510", status="failed"))
    assert len(draft.steps) == MOST == 500
    assert draft.steps[0].state == "failed"
    assert {step.state for step in draft.steps[1:]} == {"running"}


def test_a_thought_in_the_text_that_has_no_place_any_more_changes_no_other():
    full = folded(said("<think>First.</think>"), *[node("node_started", str(number)) for number in range(MOST)])
    draft = folded(said("<think>Second.</think>Yes."), draft=full)
    assert (str(draft.text), views(draft)[0].text, len(draft.steps)) == ("Yes.", "First.", MOST)


def test_a_long_input_or_result_is_cut():
    [step] = folded(thought("t-1", tool="read", observation="x" * 20_000)).steps
    assert step.result == "x" * steps_module.LONGEST + "…"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), ("", ""), ({}, ""), ([], ""), (0, "0"), (False, "false"), ("text", "text"),
        ({"a": "ö"}, '{\n  "a": "ö"\n}'), ([1], "[\n  1\n]"),
    ],
)  # fmt: skip
def test_a_value_is_laid_out_for_a_person(value, text):
    assert laid_out(value) == text


def test_a_step_s_view_keeps_the_blanks_at_its_text_s_ends_so_that_pieces_join():
    text = "\n\n Let me see. \n"
    assert of_reasoning((), "r", text)[0].view({}).text == text
    drafts = [folded(said(f"<think>{text[:end]}")) for end in range(len(text) + 1)]
    assert [thoughts_of(draft)[0].text for draft in drafts] == [text[:end] for end in range(len(text) + 1)]


def test_of_a_step_s_files_those_are_seen_that_may_be_shown_in_their_order():
    step = Step("a", "tool", files=("f-2", "f-9", "f-1"))
    known = {id: Attachment(f"ours-{id}") for id in ("f-1", "f-2", "f-3")}
    assert step.view(known).files == [Attachment("ours-f-2"), Attachment("ours-f-1")]
    assert step.view({}).files == []


def test_a_draft_s_steps_are_seen_with_the_files_that_the_ledger_has_ids_for():
    draft = folded(thought("t-1", tool="draw", observation="done", message_files=["f-1", "f-2"]))
    assert [step.files for step in thoughts_of(draft)] == [[]]
    ours = Attachment("ours-1", "image", "a.png", 7)
    known = replace(draft, shown={"f-2": ours})
    assert [step.files for step in thoughts_of(known)] == [[ours]]
    assert "f-2" not in repr(thoughts_of(known))


def test_a_file_that_a_stream_names_by_two_ids_is_one_of_the_answer():
    first, second = Attachment("ours-1"), Attachment("ours-2")
    assert files_of(Draft(shown={"f-1": first, "f-2": second, "f-3": first})) == [first, second]
    assert files_of(Draft()) == []


def test_the_ledger_keeps_the_views_and_the_key_that_later_steps_name():
    draft = folded(
        node("node_started", "agent"), log("l-1", "Round 1", node_id="agent"),
        thought("t-1", tool="draw", message_files=["f-1"]),
    )  # fmt: skip
    kept = as_recorded(replace(draft, shown={"f-1": Attachment("ours-1", "image", "a.png", 7)}))
    assert [(step["id"], step["key"], step["depth"]) for step in kept] == [
        ("run-of-agent", "agent", 0), ("l-1", "l-1", 1), ("t-1:0", "", 0),
    ]  # fmt: skip
    assert kept[2]["files"] == [{"id": "ours-1", "kind": "image", "name": "a.png", "size": 7, "link": False}]
    assert json.loads(json.dumps(kept)) == kept


def test_thoughts_within_the_text_are_counted_and_named_by_their_number():
    draft = folded(said("<think>a</think>"), thought("t-1", tool="clock"), said("b<think>c</think>"), chunk("d"))
    assert [step.id for step in draft.steps] == ["think-1", "t-1:0", "think-2", "chunk-llm"]
    assert draft.blocks == 2


def test_only_what_runs_is_ended_and_of_a_kind_where_one_is_named():
    steps: Steps = (Step("a", "tool"), Step("b", "node", state="waiting"), Step("c", "reasoning", text=Text() + "x"))
    assert [step.state for step in ended(steps, "stopped")] == ["stopped", "waiting", "stopped"]
    assert [step.state for step in ended(steps, "done", only="tool")] == ["done", "waiting", "running"]
    whole = ended(steps, "done")
    assert ended(whole, "failed") is whole


def test_a_step_that_comes_again_stays_where_it_stood():
    steps = put(put(put((), Step("a", "node", key="a")), Step("b", "node"), "a"), Step("c", "node"))
    again = put(steps, Step("b", "node", "B"))
    assert [(step.id, step.title, step.depth) for step in again] == [("a", "", 0), ("b", "B", 1), ("c", "", 0)]
