"""A flow that waits for a person: its forms in the draft, what becomes of them, and how the draft goes on."""

import pytest

from app.dify.errors import StreamCut
from app.policy import Policy, Role
from app.runs.draft import Draft, restored
from app.runs.fold import broken_off, fold
from app.runs.outcome import outcome
from app.runs.steps import Step
from tests.unit.runs.doubles import event, folded, said


def asks(form_id: str = "form-1", node_id: str = "ask", **fields):
    data = {"form_id": form_id, "node_id": node_id, "form_token": f"token-of-{form_id}", "form_content": "Shall I?"}
    return event("human_input_required", data={**data, **fields}, workflow_run_id="run-1")


def filled(node_id: str = "ask", action: str = "Yes", text: str = "It was: yes."):
    data = {"node_id": node_id, "action_id": "a", "action_text": action, "rendered_content": text}
    return event("human_input_form_filled", data=data)


def too_late(node_id: str = "ask"):
    return event("human_input_form_timeout", data={"node_id": node_id, "expiration_time": 1})


PAUSED = event("workflow_paused", workflow_run_id="run-1")


def states(draft: Draft) -> list[tuple[str, str, str]]:
    return [(form.view.id, form.view.state, form.view.answer) for form in draft.forms]


def test_a_flow_that_asks_and_pauses_has_its_form_with_the_token_beside_it():
    draft = folded(said("I need to know."), asks(), PAUSED)
    assert (draft.state, str(draft.text), draft.workflow_run_id) == ("paused", "I need to know.", "run-1")
    assert [(form.token, form.node_id, form.view.state) for form in draft.forms] == [("token-of-form-1", "ask", "open")]


def test_a_form_that_is_asked_for_again_is_one():
    assert states(folded(asks(), PAUSED, asks(form_content="Shall I?"))) == [("form-1", "open", "")]


def test_a_form_that_is_filled_says_which_button_and_what():
    draft = folded(asks(), filled())
    assert states(draft) == [("form-1", "answered", "Yes")]
    assert draft.forms[0].view.answered == "It was: yes."
    assert draft.forms[0].view.parts[0].text == "Shall I?"


def test_a_form_that_nobody_filled_in_time_has_expired():
    assert states(folded(asks(), too_late())) == [("form-1", "expired", "")]


def test_of_two_forms_each_has_its_own_end():
    draft = folded(asks("form-1", "left"), asks("form-2", "right"), asks("form-3", "middle"), PAUSED)
    assert states(folded(filled("right"), too_late("left"), draft=draft)) == [
        ("form-1", "expired", ""), ("form-2", "answered", "Yes"), ("form-3", "open", ""),
    ]  # fmt: skip


def test_a_node_that_asks_twice_leaves_its_first_form_as_it_was_answered():
    draft = folded(asks("form-1"), filled(action="Yes"), asks("form-2"), filled(action="No"))
    assert states(draft) == [("form-1", "answered", "Yes"), ("form-2", "answered", "No")]
    late = folded(asks("form-1"), filled(action="Yes"), asks("form-2"), too_late())
    assert states(late) == [("form-1", "answered", "Yes"), ("form-2", "expired", "")]


@pytest.mark.parametrize("ending", [filled("other"), too_late("other")], ids=["filled", "too late"])
def test_what_becomes_of_a_form_that_is_not_known_changes_nothing(ending):
    draft = folded(asks())
    assert folded(ending, draft=draft) == draft


def test_a_form_delivered_elsewhere_is_shown_without_a_token():
    draft = folded(asks(form_token=None))
    assert [(form.token, form.view.state) for form in draft.forms] == [("", "elsewhere")]


def test_text_after_a_pause_is_not_of_this_part_of_the_answer():
    assert str(folded(said("Wait."), PAUSED, said("More")).text) == "Wait."


def test_an_error_after_a_pause_does_not_fail_it():
    assert folded(said("Wait."), PAUSED, event("error", code="x")).state == "paused"


def test_a_visitor_s_draft_has_the_form_and_nothing_of_the_flow():
    draft = Draft()
    for item in (event("node_started", data={"id": "1", "node_id": "ask", "title": "Ask"}), asks(), PAUSED):
        draft = fold(draft, Policy(Role.VISITOR).allow(item))
    assert (draft.state, draft.steps, draft.workflow_run_id, draft.forms[0].token) == (
        "paused", (), "run-1", "token-of-form-1",
    )  # fmt: skip


def gone_on(text: str, *steps: Step) -> Draft:
    return restored(text, steps, (), message_id="message-1", workflow_run_id="run-1")


def test_a_paused_answer_goes_on_where_it_was():
    draft = folded(said(" Done."), event("message_end"), draft=gone_on("I need to know."))
    assert (str(draft.text), draft.state, draft.message_id) == ("I need to know. Done.", "complete", "message-1")
    assert draft.generation == 0


def test_a_whole_text_that_begins_with_what_was_there_is_taken():
    draft = folded(event("message_replace", answer="I need to know. Done."), draft=gone_on("I need to know."))
    assert str(draft.text) == "I need to know. Done."


def test_the_same_text_from_the_server_s_memory_is_no_replacement():
    draft = folded(event("message_replace", answer="I need to know."), said(" Done."), draft=gone_on("I need to know."))
    assert (str(draft.text), draft.generation) == ("I need to know. Done.", 0)


LIKE_TAGS = ["1 <", "a <thi", "See <details", "Look: <think>is a tag.", "```\n<think>", "`<think>"]


@pytest.mark.parametrize("text", LIKE_TAGS)
def test_what_looks_like_a_tag_before_a_pause_is_neither_doubled_nor_a_thought(text):
    before = folded(said(text), PAUSED)
    assert str(before.text) == text
    draft = folded(said(" 2."), event("message_end"), draft=gone_on(str(before.text)))
    assert (str(draft.text), draft.steps) == (f"{text} 2.", ())


def test_a_code_block_that_was_open_at_the_pause_is_still_open():
    draft = folded(said("<think>a</think>"), draft=gone_on("```\n"))
    assert (str(draft.text), draft.steps) == ("```\n<think>a</think>", ())


def test_thoughts_after_a_pause_come_after_those_before_it():
    before = folded(said("<think>First.</think>Wait. "), PAUSED)
    draft = folded(said("<think>Second.</think>Done."), draft=gone_on("Wait. ", *before.steps))
    assert [(step.id, str(step.text)) for step in draft.steps] == [("think-1", "First."), ("think-2", "Second.")]


def test_thoughts_after_a_pause_are_none_of_those_before_it_also_where_the_text_was_replaced():
    replaced = event("message_replace", answer="<think>Third.</think>Wait. ")
    before = folded(said("<think>First.</think><think>Second.</think>No"), replaced, PAUSED)
    draft = folded(said("<think>Fourth.</think><think>Fifth.</think>"), draft=gone_on("Wait. ", *before.steps))
    assert sorted(str(step.text) for step in draft.steps) == ["Fifth.", "Fourth.", "Third."]


def test_a_step_that_waited_goes_on():
    waiting = Step("run-of-ask", "node", "Ask", key="ask", state="waiting")
    done = event("node_finished", data={"id": "run-of-ask", "node_id": "ask", "title": "Ask", "status": "succeeded"})
    assert [step.state for step in folded(done, draft=gone_on("", waiting)).steps] == ["done"]


def test_no_step_waits_in_an_answer_that_is_whole():
    waiting = Step("run-of-ask", "node", "Ask", key="ask", state="waiting")
    assert [step.state for step in folded(event("message_end"), draft=gone_on("a", waiting)).steps] == ["done"]


def test_an_answer_that_goes_on_and_breaks_off_is_interrupted_with_what_it_had():
    draft = broken_off(folded(said(" Half"), draft=gone_on("Wait.")), "stopped")
    assert (outcome(draft, StreamCut("reset")).status, str(draft.text)) == ("interrupted", "Wait. Half")
