"""Answers whose process has died: gone on with where the app lets them, kept as far as they came where not."""

import asyncio
from dataclasses import replace

import pytest

from app.chat import Chat
from app.chat.orphans import part_with
from app.ledger import Message
from app.policy import Policy
from app.runs.draft import Draft
from app.runs.far import FarRun, FarVoice
from app.runs.log import Batch
from app.runs.outcome import outcome
from app.runs.stopping import Stopping
from tests.unit.runs.doubles import IDS, Upstream, event, folded, refused, said

ME = "visitor-1"
MESSAGES = "GET /v1/messages"
EVENTS = "GET /v1/workflow/flow-1/events"


async def sounds(_after: int) -> list[bytes]:
    return []


@pytest.fixture
async def orphan(ledger, chat: Chat) -> FarRun:
    """A run of a process that is no more, with the first words of its answer."""
    _, message, row = await ledger.begin(chat.slug, ME, "Why?", None, {})
    draft = folded(said("As far as ", **IDS), said("it came"))
    await ledger.named(row, **IDS)
    await chat.runs.log.start(row.id)
    chat.runs.log.append(row.id, Batch(1, 0, 0, str(draft.text), draft))
    return FarRun(row, message, draft=draft, voice=FarVoice(sounds))


def stored(answer: str, status: str = "normal") -> dict:
    row = {"id": IDS["message_id"], "conversation_id": IDS["conversation_id"], "query": "Why?", "inputs": {}}
    return {"data": [{**row, "answer": answer, "status": status, "created_at": 1}], "has_more": False, "limit": 20}


async def adopted(chat: Chat, run: FarRun) -> tuple[Message, str]:
    """The turn as the ledger has it in the end, and the whole text that a tab was shown."""
    await chat.orphans.adopt(run, Policy())
    found = await chat.runs.get(chat.slug, ME, run.row.id)
    assert found is not None
    async with asyncio.timeout(10):
        shown = [batch async for batch in chat.runs.log.follow(run.row.id)][-1]
        await found.closed.wait()
    row = await chat._ledger.message(chat.slug, ME, run.message.id)
    assert row is not None
    return row, str(shown.draft.text)


@pytest.mark.parametrize("answer", ["", "As far"], ids=["empty", "shorter"])
async def test_what_came_is_kept_where_the_app_has_no_whole_answer(chat, upstream: Upstream, orphan, answer):
    upstream.on(MESSAGES, stored(answer))
    row, shown = await adopted(chat, orphan)
    assert (row.status, row.answer, shown) == ("interrupted", "As far as it came", "As far as it came")
    assert row.notice["key"] == "error_cut"
    assert upstream.asked("POST /v1/chat-messages") == []


async def test_the_app_is_asked_for_it_as_the_visitor_who_made_the_conversation(chat, upstream, orphan):
    """Whoever has kept it is nobody to the app."""
    orphan.row.made_by = "visitor-0"
    orphan.draft = replace(orphan.draft, workflow_run_id="flow-1")
    upstream.on(EVENTS, refused("not_found", status=404))
    upstream.on(MESSAGES, stored("As far as it came, and on."))
    row, _ = await adopted(chat, orphan)
    assert row.answer == "As far as it came, and on."
    assert {asked["user"] for asked in (*upstream.asked(EVENTS), *upstream.asked(MESSAGES))} == {"visitor-0"}
    assert len(upstream.asked(EVENTS)) == 1


async def test_what_came_is_kept_where_the_app_is_gone(chat, upstream, orphan):
    await part_with(orphan, chat.runs)
    run = await chat.runs.get(chat.slug, ME, orphan.row.id)
    assert run is not None
    async with asyncio.timeout(10):
        await run.closed.wait()
    row = await chat._ledger.message(chat.slug, ME, orphan.message.id)
    assert row is not None
    assert (row.status, row.answer, row.notice["key"]) == ("interrupted", "As far as it came", "error_cut")
    assert upstream.asked(MESSAGES) == []


async def test_it_is_healed_where_the_app_has_the_whole_answer(chat, upstream, orphan):
    upstream.on(MESSAGES, stored("As far as it came, and on to its end."))
    row, shown = await adopted(chat, orphan)
    assert (row.status, row.answer) == ("done", "As far as it came, and on to its end.")
    assert shown == row.answer


async def test_an_app_that_is_away_too_leaves_what_came(chat, orphan):
    row, _ = await adopted(chat, orphan)
    assert (row.status, row.answer) == ("interrupted", "As far as it came")


async def test_a_flow_s_stream_is_taken_up_again(chat, upstream, orphan):
    orphan.draft = folded(
        event("workflow_started", workflow_run_id="flow-1", data={"id": "flow-1"}), draft=orphan.draft
    )
    upstream.resumed.send("message", answer=", and on to its end.")
    upstream.resumed.finish()
    row, shown = await adopted(chat, orphan)
    assert (row.status, row.answer) == ("done", "As far as it came, and on to its end.")
    assert (shown, len(upstream.asked(EVENTS))) == (row.answer, 1)


async def test_an_answer_that_had_ended_is_recorded_as_it_ended(chat, upstream, orphan):
    draft: Draft = folded(event("message_end", id=IDS["message_id"]), draft=orphan.draft)
    orphan.draft, orphan.shown = draft, True
    chat.runs.log.append(orphan.row.id, Batch(2, 0, len(draft.text), "", draft, outcome(draft)))
    row, _ = await adopted(chat, orphan)
    assert (row.status, row.answer, upstream.asked(MESSAGES)) == ("done", "As far as it came", [])


async def test_a_stop_that_nothing_has_confirmed_stays_unsure(chat, orphan):
    orphan.shown, orphan.stopping = True, Stopping("stopping")
    end = outcome(orphan.draft, stopped=True)
    chat.runs.log.append(orphan.row.id, Batch(2, 0, 17, "", orphan.draft, end))
    row, _ = await adopted(chat, orphan)
    assert (row.status, row.notice["key"], orphan.stopping.state) == ("stopped", "turn_stop_unsure", "unsure")
