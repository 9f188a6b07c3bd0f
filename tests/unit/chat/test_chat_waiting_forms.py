"""A form of a turn that waits: sent as it was filled in, refused, settled by somebody else, or sent twice."""

import asyncio

import httpx
import pytest

from app.dify.errors import NotFound, Unreachable
from app.views import Notice
from tests.unit.chat.talks import ME, ended
from tests.unit.chat.waiting import (
    ASKED,
    EVENTS,
    EXPIRED,
    FORM,
    LOOK,
    RIGHT,
    SUBMITTED,
    goes_on,
    paused,
    row_of,
    turn_of,
)
from tests.unit.runs.doubles import Stream, refused

pytestmark = pytest.mark.usefixtures("forms")


async def test_a_form_that_is_answered_is_sent_as_it_was_filled_in(chat, upstream):
    run = await paused(chat, upstream)
    going, problems = await chat.answer_form(ME, run.message.id, "form-1", "yes", {**RIGHT, "other": "x"})
    assert problems == {}
    assert upstream.asked(FORM) == [{"inputs": {"why": "Because.", "kind": "b"}, "action": "yes", "user": ME}]
    await upstream.waits_for(EVENTS)
    [asked] = upstream.asked(EVENTS)
    assert (asked["user"], asked["include_state_snapshot"]) == (ME, "true")
    upstream.resumed.finish()
    await ended(going)


async def test_wrong_fields_are_told_and_nothing_is_sent(chat, upstream):
    run = await paused(chat, upstream)
    going, problems = await chat.answer_form(ME, run.message.id, "form-1", "yes", {"why": "x", "kind": "c"})
    assert (going, problems) == (None, {"kind": Notice("field_not_offered")})
    going, problems = await chat.answer_form(ME, run.message.id, "form-1", "yes", {})
    assert (going, problems) == (None, {"kind": Notice("field_required", {"label": "Kind"})})
    assert upstream.asked(FORM) == upstream.asked(EVENTS) == []
    assert (await turn_of(chat, run)).status == "waiting"


@pytest.mark.parametrize(("form", "action"), [("form-2", "yes"), ("", "yes"), ("form-1", "maybe"), ("form-1", "")])
async def test_a_form_or_a_button_that_is_not_there_is_told(chat, upstream, form, action):
    run = await paused(chat, upstream)
    assert await chat.answer_form(ME, run.message.id, form, action, RIGHT) == (None, {"": Notice("form_gone")})
    assert upstream.asked(FORM) == []


async def test_a_form_that_was_delivered_elsewhere_cannot_be_answered_here(chat, upstream):
    run = await paused(chat, upstream, {**ASKED, "form_token": None})
    assert [form.state for form in (await turn_of(chat, run)).forms] == ["elsewhere"]
    assert await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT) == (None, {"": Notice("form_gone")})


async def test_a_form_that_somebody_else_has_answered_lets_the_flow_go_on(chat, upstream):
    run = await paused(chat, upstream)
    upstream.on(FORM, SUBMITTED)
    going, problems = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    assert problems == {} and going is not None
    assert (await row_of(chat, run)).forms[0]["view"]["state"] == "answered"
    upstream.resumed.say("It is settled.")
    upstream.resumed.finish()
    await ended(going)
    turn = await turn_of(chat, run)
    assert (turn.answer, [form.state for form in turn.forms]) == ("I must ask. It is settled.", ["answered"])


async def test_a_form_that_was_answered_too_late_has_expired_and_lets_the_flow_go_on(chat, upstream):
    run = await paused(chat, upstream)
    upstream.on(FORM, EXPIRED)
    going, problems = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    assert problems == {} and going is not None
    upstream.resumed.say("Nobody came.")
    upstream.resumed.finish()
    await ended(going)
    turn = await turn_of(chat, run)
    assert (turn.answer, [form.state for form in turn.forms]) == ("I must ask. Nobody came.", ["expired"])


async def test_a_form_that_the_server_refuses_is_told_in_its_words_and_waits_on(chat, upstream):
    run = await paused(chat, upstream)
    upstream.on(FORM, refused("invalid_form_data", "why: too short"), {})
    refusal = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    assert refusal == (None, {"": Notice("error_said", {"message": "why: too short."}, "change")})
    assert (await turn_of(chat, run)).status == "waiting"
    going, problems = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    assert problems == {}
    goes_on(upstream)
    await ended(going)


@pytest.mark.parametrize(
    ("failure", "error"),
    [(httpx.ConnectError("refused"), Unreachable), (refused("not_found", status=404), NotFound)],
    ids=["no connection", "unknown token"],
)
async def test_a_form_that_cannot_be_sent_is_an_error_and_waits_on(chat, upstream, failure, error):
    run = await paused(chat, upstream)
    upstream.on(FORM, failure)
    with pytest.raises(error):
        await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    turn = await turn_of(chat, run)
    assert (turn.status, [form.state for form in turn.forms]) == ("waiting", ["open"])


async def test_a_form_that_is_settled_already_is_not_sent_again_and_its_flow_has_ended(chat, upstream):
    run = await paused(chat, upstream)
    going, _ = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    goes_on(upstream, "Thank you.")
    await ended(going)
    assert await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT) == (None, {})
    assert (len(upstream.asked(FORM)), len(upstream.asked(EVENTS))) == (1, 1)
    turn = await turn_of(chat, run)
    assert (turn.status, turn.answer) == ("done", "I must ask. Thank you.")


async def test_of_a_form_that_is_settled_already_wrong_fields_are_told_all_the_same(chat, upstream):
    run = await paused(chat, upstream)
    going, _ = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    goes_on(upstream)
    await ended(going)
    refusal = await chat.answer_form(ME, run.message.id, "form-1", "yes", {**RIGHT, "kind": "c"})
    assert refusal == (None, {"kind": Notice("field_not_offered")})


async def test_a_form_that_was_settled_while_its_flow_still_waits_lets_it_go_on_unsent(chat, upstream):
    run = await paused(chat, upstream)
    upstream.on(LOOK, SUBMITTED)
    stopped = await chat.look_after(ME, run.message.id)
    upstream.resumed.send("workflow_paused", workflow_run_id="run-1")
    upstream.resumed.hang_up()
    await ended(stopped)
    upstream.resumed = Stream()
    going, problems = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    assert (upstream.asked(FORM), problems) == ([], {})
    goes_on(upstream, "Thank you.")
    await ended(going)
    assert (await turn_of(chat, run)).status == "done"


async def test_tabs_that_look_and_answer_at_once_watch_one_run(chat, upstream):
    run = await paused(chat, upstream)
    upstream.on(LOOK, SUBMITTED)
    upstream.on(FORM, {}, SUBMITTED)
    asked = [chat.answer_form(ME, run.message.id, "form-1", action, RIGHT) for action in ("yes", "no")]
    looked = [chat.look_after(ME, run.message.id) for _ in range(3)]
    (first, _), (second, _), *others = await asyncio.gather(*asked, *looked)
    assert first is second is not None
    assert {going.row.id for going in others if going is not None} <= {first.row.id}
    goes_on(upstream, "Thank you.")
    await ended(first)
    assert len(upstream.asked(EVENTS)) == 1
    assert (await turn_of(chat, run)).answer == "I must ask. Thank you."


async def test_two_tabs_that_answer_one_form_watch_one_run(chat, upstream):
    run = await paused(chat, upstream)
    upstream.on(FORM, {}, SUBMITTED)
    first, _ = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    second, problems = await chat.answer_form(ME, run.message.id, "form-1", "no", RIGHT)
    assert problems == {}
    assert second is first
