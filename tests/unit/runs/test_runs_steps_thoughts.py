"""What was thought on the way to an answer: beside its text, and within it."""

import pytest

from app.runs.room import Room
from app.views import Thought
from tests.unit.runs.doubles import event, folded, said
from tests.unit.runs.steps import chunk, node, thought, told, views


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


def test_a_thought_in_the_text_has_a_place_however_many_steps_there_are():
    most = Room().steps
    full = folded(said("<think>First.</think>"), *[node("node_started", str(number)) for number in range(most)])
    draft = folded(said("<think>Second.</think>Yes."), draft=full)
    assert (str(draft.text), len(draft.steps)) == ("Yes.", most + 1)
    assert (views(draft)[0].text, views(draft)[-1].text) == ("First.", "Second.")


def test_thoughts_within_the_text_are_counted_and_named_by_their_number():
    draft = folded(said("<think>a</think>"), thought("t-1", tool="clock"), said("b<think>c</think>"), chunk("d"))
    assert [step.id for step in draft.steps] == ["think-1", "t-1:0", "think-2", "chunk-llm"]
    assert draft.blocks == 2
