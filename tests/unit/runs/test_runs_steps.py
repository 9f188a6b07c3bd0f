"""Steps in one list: how they end, how many and how long they may be, how they are seen and kept."""

import json
from dataclasses import replace

import pytest

from app.runs import steps as steps_module
from app.runs.draft import Draft, files_of, recorded, thoughts_of
from app.runs.fold import broken_off
from app.runs.room import Room
from app.runs.steps import Step, Steps, ended, laid_out, of_reasoning, put
from app.runs.text import Text
from app.views import Attachment
from tests.unit.runs.doubles import event, folded, said
from tests.unit.runs.steps import chunk, log, node, thought, told, views


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
    many = [node("node_started", str(number)) for number in range(520)]
    draft = folded(*many, node("node_finished", "0", status="failed"), node("node_finished", "510", status="failed"))
    assert len(draft.steps) == Room().steps == 500
    assert draft.steps[0].state == "failed"
    assert {step.state for step in draft.steps[1:]} == {"running"}


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
    kept = recorded(replace(draft, shown={"f-1": Attachment("ours-1", "image", "a.png", 7)}))
    assert [(step["id"], step["key"], step["depth"]) for step in kept] == [
        ("run-of-agent", "agent", 0), ("l-1", "l-1", 1), ("t-1:0", "", 0),
    ]  # fmt: skip
    assert kept[2]["files"] == [{"id": "ours-1", "kind": "image", "name": "a.png", "size": 7, "link": False}]
    assert json.loads(json.dumps(kept)) == kept


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
