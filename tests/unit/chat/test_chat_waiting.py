"""Turns that wait for a person: what they are meanwhile, how they go on, and who looks after them."""

import asyncio

import httpx
import pytest

from app.chat import Chat, Gone
from app.dify.errors import Unreachable
from app.policy import Role
from app.views import Notice
from tests.unit.chat.talks import ME, OTHER, ended
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
from tests.unit.runs.doubles import IDS, Stream

pytestmark = pytest.mark.usefixtures("forms")


async def test_a_paused_turn_waits_with_its_form_and_without_the_token(chat, upstream):
    run = await paused(chat, upstream)
    batch = await chat.runs.log.last(run.row.id)
    assert batch is not None and batch.end is not None and batch.end.status == "waiting"
    turn = await turn_of(chat, run)
    assert (turn.status, turn.answer, turn.notice) == ("waiting", "I must ask. ", Notice())
    assert [(form.id, form.title, form.state) for form in turn.forms] == [("form-1", "Approval", "open")]
    assert [(item.kind, item.text) for item in turn.thoughts] == [("reasoning", "Hm.")]
    assert "token-1" not in repr(turn)
    assert (await row_of(chat, run)).forms[0]["token"] == "token-1"


async def test_an_answered_turn_goes_on_with_its_text_its_steps_and_its_form(chat, upstream):
    run = await paused(chat, upstream)
    going, _ = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    assert (going.message.id, going.row.id != run.row.id) == (run.message.id, True)
    assert await chat.runs.find(chat.slug, ME, run.row.conversation_id) is going
    goes_on(upstream, "Thank ", "you.")
    first = await anext(chat.runs.log.follow(going.row.id))
    assert (first.offset, first.text.startswith("I must ask. ")) == (0, True)
    await ended(going)
    turn = await turn_of(chat, run)
    assert (turn.status, turn.answer, turn.question) == ("done", "I must ask. Thank you.", "May I?")
    assert [(form.state, form.answer, form.answered) for form in turn.forms] == [("answered", "Yes", "It was b.")]
    assert [(item.id, item.text) for item in turn.thoughts] == [("think-1", "Hm.")]


async def test_a_form_that_is_sent_before_the_ledger_has_it_waits_for_that(chat, upstream, monkeypatch):
    record, shown, go = chat.runs._records.end, asyncio.Queue(), asyncio.Event()

    async def late(run, end):
        shown.put_nowait(run)
        await go.wait()
        await record(run, end)

    monkeypatch.setattr(chat.runs._records, "end", late)
    asking = asyncio.create_task(paused(chat, upstream))
    run = await shown.get()
    sent = asyncio.create_task(chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT))
    done, _ = await asyncio.wait({sent}, timeout=0.2)
    assert not done
    go.set()
    going, problems = await sent
    assert going.message.id == run.message.id and problems == {}
    await asking
    upstream.resumed.finish()
    await ended(going)


async def test_while_it_goes_on_a_turn_is_running(chat, upstream):
    run = await paused(chat, upstream)
    going, _ = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    assert (await row_of(chat, run)).status == "running"
    assert (await chat.open(ME, run.row.conversation_id)).turns == []
    upstream.resumed.finish()
    await ended(going)


async def test_a_flow_that_pauses_again_waits_again_with_both_forms(chat, upstream):
    run = await paused(chat, upstream)
    going, _ = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    upstream.resumed.send("human_input_form_filled", data={"node_id": "ask", "action_text": "Yes"})
    second = {**ASKED, "form_id": "form-2", "node_id": "ask-2", "form_token": "token-2"}
    upstream.resumed.send("human_input_required", workflow_run_id="run-1", data=second)
    upstream.resumed.send("workflow_paused", workflow_run_id="run-1")
    upstream.resumed.hang_up()
    await ended(going)
    turn = await turn_of(chat, run)
    assert (turn.status, [(form.id, form.state) for form in turn.forms]) == (
        "waiting", [("form-1", "answered"), ("form-2", "open")],
    )  # fmt: skip
    upstream.on("POST /v1/form/human_input/token-2", {})
    upstream.resumed = Stream()
    last, _ = await chat.answer_form(ME, run.message.id, "form-2", "no", RIGHT)
    upstream.resumed.say("Done.")
    upstream.resumed.finish()
    await ended(last)
    assert (await turn_of(chat, run)).answer == "I must ask. Done."


async def test_a_stop_reaches_a_flow_that_has_gone_on(chat, upstream):
    run = await paused(chat, upstream)
    going, _ = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    upstream.resumed.say("Thank")
    async with asyncio.timeout(10):
        async for batch in chat.runs.log.follow(going.row.id):
            if str(batch.draft.text).endswith("Thank"):
                break
    await chat.runs.stop(going)
    stop = f"POST /v1/chat-messages/{IDS['task_id']}/stop"
    await upstream.waits_for(stop)
    upstream.resumed.finish()
    await ended(going)
    assert upstream.asked(stop) == [{"user": ME}]
    turn = await turn_of(chat, run)
    assert (turn.status, turn.answer) == ("stopped", "I must ask. Thank")


async def test_a_flow_that_fails_after_its_form_fails_with_its_reason(chat, upstream):
    run = await paused(chat, upstream)
    going, _ = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    upstream.resumed.send("error", code="completion_request_error", message="…", status=400)
    upstream.resumed.hang_up()
    await ended(going)
    turn = await turn_of(chat, run)
    assert (turn.status, turn.answer) == ("failed", "I must ask. ")
    assert turn.notice == Notice("error_completion", {}, "again")


async def test_a_flow_that_still_waits_is_left_alone(chat, upstream):
    run = await paused(chat, upstream)
    assert await chat.look_after(ME, run.message.id) is None
    assert (len(upstream.asked(LOOK)), upstream.asked(EVENTS)) == (1, [])
    assert (await turn_of(chat, run)).status == "waiting"


@pytest.mark.parametrize(("closed", "state"), [(SUBMITTED, "answered"), (EXPIRED, "expired")], ids=["answered", "late"])
async def test_a_flow_whose_form_was_closed_meanwhile_goes_on(chat, upstream, closed, state):
    run = await paused(chat, upstream)
    upstream.on(LOOK, closed)
    going = await chat.look_after(ME, run.message.id)
    upstream.resumed.send("message_replace", answer="<think>Hm.</think>I must ask. ")
    upstream.resumed.say("It went on.")
    upstream.resumed.finish()
    await ended(going)
    turn = await turn_of(chat, run)
    assert (turn.status, turn.answer, [form.state for form in turn.forms]) == (
        "done", "I must ask. It went on.", [state],
    )  # fmt: skip
    assert [item.text for item in turn.thoughts] == ["Hm."]
    assert upstream.asked(FORM) == []


async def test_of_two_forms_the_one_that_was_closed_lets_the_flow_go_on(chat, upstream):
    second = {**ASKED, "form_id": "form-2", "node_id": "ask-2", "form_token": "token-2"}
    run = await paused(chat, upstream, ASKED, second)
    upstream.on("GET /v1/form/human_input/token-2", SUBMITTED)
    going = await chat.look_after(ME, run.message.id)
    upstream.resumed.send("workflow_paused", workflow_run_id="run-1")
    upstream.resumed.hang_up()
    await ended(going)
    turn = await turn_of(chat, run)
    assert (turn.status, [(form.id, form.state) for form in turn.forms]) == (
        "waiting", [("form-1", "open"), ("form-2", "answered")],
    )  # fmt: skip


async def test_a_flow_whose_form_was_delivered_elsewhere_is_read_and_waits_on_or_ends(chat, upstream):
    run = await paused(chat, upstream, {**ASKED, "form_token": None})
    still = await chat.look_after(ME, run.message.id)
    upstream.resumed.send("workflow_paused", workflow_run_id="run-1")
    upstream.resumed.hang_up()
    await ended(still)
    assert (await turn_of(chat, run)).status == "waiting"
    upstream.resumed = Stream()
    going = await chat.look_after(ME, run.message.id)
    goes_on(upstream, "Thank you.")
    await ended(going)
    turn = await turn_of(chat, run)
    assert (turn.status, turn.answer, [form.state for form in turn.forms]) == (
        "done", "I must ask. Thank you.", ["answered"],
    )  # fmt: skip
    assert upstream.asked(LOOK) == []


async def test_a_turn_that_does_not_wait_is_left_alone(chat, upstream):
    run = await paused(chat, upstream)
    going, _ = await chat.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    assert await chat.look_after(ME, run.message.id) is None
    goes_on(upstream)
    await ended(going)
    assert await chat.look_after(ME, run.message.id) is None
    assert upstream.asked(LOOK) == []


async def test_a_look_that_fails_is_an_error_and_changes_nothing(chat, upstream):
    run = await paused(chat, upstream)
    upstream.on(LOOK, httpx.ConnectError("refused"))
    with pytest.raises(Unreachable):
        await chat.look_after(ME, run.message.id)
    assert (await turn_of(chat, run)).status == "waiting"


async def test_another_s_turn_is_gone_and_the_upstream_is_not_asked(chat, upstream):
    run = await paused(chat, upstream)
    for user, turn in ((OTHER, run.message.id), (OTHER, IDS["message_id"]), (ME, "unknown"), ("", run.message.id)):
        with pytest.raises(Gone):
            await chat.answer_form(user, turn, "form-1", "yes", RIGHT)
        with pytest.raises(Gone):
            await chat.look_after(user, turn)
    assert not [
        url for url in map(str, (asked.url for asked in upstream.requests)) if "/form/" in url or "/workflow/" in url
    ]


async def test_a_turn_that_waits_is_found_after_the_next_start(chat, upstream, ledger):
    run = await paused(chat, upstream)
    await ledger.interrupt_all()
    assert (await turn_of(chat, run)).status == "waiting"


async def test_what_runs_within_a_step_from_before_the_pause_stands_below_it(ledger, upstream, chat):
    builder = Chat("app-1", upstream.client, ledger, chat.runs, Role.BUILDER)
    run = await builder.ask(ME, "", "May I?", {})
    upstream.stream.send("iteration_started", data={"id": "n-0", "node_id": "each", "title": "Each"})
    upstream.stream.send("human_input_required", workflow_run_id="run-1", data=ASKED)
    upstream.stream.send("workflow_paused", workflow_run_id="run-1")
    upstream.stream.hang_up()
    await ended(run)
    going, _ = await builder.answer_form(ME, run.message.id, "form-1", "yes", RIGHT)
    within = {"id": "n-1", "node_id": "write", "title": "Write", "iteration_id": "each"}
    upstream.resumed.send("node_started", data=within)
    upstream.resumed.finish()
    await ended(going)
    turn = await turn_of(builder, run)
    assert [(item.title, item.depth) for item in turn.thoughts] == [("Each", 0), ("Write", 1)]
