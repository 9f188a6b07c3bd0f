"""What a person sees of a database that is away: a sentence, their words as they were, an answer that goes on."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.ledger import Ledger
from app.runs import records
from app.state.thread import ThreadState
from app.views import Notice
from tests.unit.postgres import Lone
from tests.unit.runs.registry.steps import last, until
from tests.unit.state.threads import ASK, ME, asked, do, opened, shown, stored

AWAY = Notice("error_database", {}, "again")


@pytest.fixture
async def ledger(lone: Lone) -> AsyncIterator[Ledger]:
    lone.start()
    async with Ledger.opened(lone.url) as opened:
        yield opened


async def test_a_question_stays_in_its_box_and_is_asked_once_the_database_is_back(thread, upstream, lone):
    lone.stop()
    await do(thread, "send", "1", "Why?", {}, [])
    assert (thread.refused, thread.accepted, thread.running, thread.notice) == ("1", "", False, AWAY)
    assert upstream.asked(ASK) == []
    lone.start()
    await do(thread, "send", "2", "Why?", {}, [])
    assert (thread.refused, thread.accepted, thread.running, thread.notice) == ("", "2", True, Notice())
    upstream.stream.finish()


async def test_a_conversation_that_cannot_be_opened_says_so_and_is_read_again(thread, chat, upstream, lone):
    turn = await asked(thread, chat, upstream)
    place = thread.conversation_id
    upstream.on("GET /v1/messages", {"data": [], "has_more": False})
    lone.stop()
    assert await opened(thread, place) == []
    assert (thread.loading, thread.unread, thread.notice) == (False, True, AWAY)
    lone.start()
    assert ThreadState.read_again.fn(thread).handler.fn.__name__ == "load"
    await do(thread, "load", place)
    assert [item.id for item in shown(thread)] == [turn.id]
    assert (thread.unread, thread.notice) == (False, Notice())


async def test_older_turns_that_cannot_be_read_leave_the_thread_as_it_is(thread, chat, upstream, lone):
    upstream.on("GET /v1/conversations", {"data": [{"id": "c", "name": "c", "created_at": 1}], "has_more": False})
    await chat.conversations.newest(ME)
    upstream.on("GET /v1/messages", {"data": [stored(2)], "has_more": True, "limit": 20})
    await opened(thread, "c")
    lone.stop()
    await do(thread, "older")
    lone.start()
    assert [turn.id for turn in shown(thread)] == ["up-2"]
    assert (thread.loading, thread.has_older, thread.notice) == (False, True, AWAY)


async def test_a_running_answer_goes_on_and_is_recorded_once_the_database_is_back(
    thread, chat, upstream, ledger, lone, monkeypatch
):
    monkeypatch.setattr(records, "AGAIN", [0.02] * 500)
    await do(thread, "send", "3", "Why?", {}, [])
    run = await chat.runs.get(chat.slug, ME, thread._run_id)
    upstream.stream.say("An ")
    await until(chat.runs, run, "An ")
    lone.stop()
    upstream.stream.say("answer.")
    await until(chat.runs, run, "An answer.")
    await opened(thread, thread.conversation_id)
    assert (thread.running, [turn.question for turn in shown(thread)]) == (True, ["Why?"])
    upstream.stream.finish()
    assert (await last(chat.runs, run)).end.status == "done"
    assert not run.recorded
    lone.start()
    async with asyncio.timeout(10):
        await run.closed.wait()
    row = await ledger.message(chat.slug, ME, run.message.id)
    assert (row.answer, row.status) == ("An answer.", "done")
    assert row.upstream_id == run.draft.message_id


async def test_a_server_that_stops_does_not_wait_for_a_database_that_is_away(thread, chat, upstream, lone):
    await do(thread, "send", "4", "Why?", {}, [])
    run = await chat.runs.get(chat.slug, ME, thread._run_id)
    upstream.stream.say("An answer.")
    await until(chat.runs, run, "An answer.")
    lone.stop()
    upstream.stream.finish()
    await last(chat.runs, run)
    async with asyncio.timeout(10):
        await chat.runs.close()
