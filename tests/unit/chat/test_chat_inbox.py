"""What the inbox comes to know while people use the chat page."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import pytest

from app.chat import Chat
from app.ledger import Ledger, LedgerFailed
from app.ledger.inbox import Filter, Inbox, Line
from app.news import CONSOLE, Moved
from tests.unit.chat.talks import CONVERSATIONS, ME, MESSAGES, conversation, page
from tests.unit.chat.versions import asked, elsewhere, row
from tests.unit.runs.doubles import Upstream
from tests.unit.sql import sql


async def line(ledger: Ledger, filter: Filter | None = None) -> Line | None:
    lines = (await ledger.inbox.page({"app-1"}, "agent", filter or Filter())).lines
    return lines[0] if lines else None


@pytest.fixture
async def console(chat: Chat) -> AsyncIterator[Any]:
    async with aclosing(chat.news.follow(*CONSOLE)) as follower:
        assert await anext(follower) == ()
        yield follower


async def told(console: Any) -> tuple[Any, ...]:
    async with asyncio.timeout(10):
        return await anext(console)


async def test_a_rating_is_kept_and_told(chat, upstream, ledger, console):
    run = await asked(chat, upstream, "Why?")
    await chat.conversations.ended()
    upstream.on(f"POST /v1/messages/{run.draft.message_id}/feedbacks", {"result": "success"})
    for rating in ("dislike", "like", None):
        await told(console)
        await chat.rate(ME, run.row.conversation_id, run.message.id, rating)
        assert await told(console) == (Moved("app-1", run.row.conversation_id),)
        assert (await line(ledger)).rating == (rating or "")
        await chat.news.publish(*CONSOLE, Moved("", ""))


async def test_a_rating_of_a_turn_that_only_the_upstream_knows_is_kept(chat, upstream, ledger):
    upstream.on("POST /v1/messages/up-1/feedbacks", {"result": "success"})
    await elsewhere(chat, upstream, row(1))
    await chat.rate(ME, "c", "up-1", "dislike")
    assert (await line(ledger, Filter(rating="dislike"))).id == "c"


async def test_a_rating_that_cannot_be_kept_is_the_app_s_all_the_same(chat, upstream, ledger, monkeypatch, caplog):
    async def fails(*_: object) -> bool:
        raise LedgerFailed("gone", None, Exception())

    run = await asked(chat, upstream, "Why?")
    upstream.on(f"POST /v1/messages/{run.draft.message_id}/feedbacks", {"result": "success"})
    monkeypatch.setattr(Inbox, "rated", fails)
    await chat.rate(ME, run.row.conversation_id, run.message.id, "like")
    assert "its rating could not be recorded" in caplog.text


async def test_of_history_its_ratings_and_its_last_question_are_kept(chat, upstream, ledger):
    read = [row(1, feedback={"rating": "like"}), row(2, feedback={"rating": "dislike"}), row(3, status="error")]
    await elsewhere(chat, upstream, *read)
    found = await line(ledger)
    assert (found.excerpt, found.rating, found.failed, found.asked_at) == ("Question 3?", "dislike", True, 3.0)
    upstream.on(MESSAGES, page(row(1), row(2), row(3), row(4)))
    await chat.open(ME, "c")
    found = await line(ledger)
    assert (found.excerpt, found.rating, found.failed, found.asked_at) == ("Question 4?", "", False, 4.0)


async def test_the_reason_of_a_rating_is_kept_from_here_and_from_history(chat, upstream, ledger):
    run = await asked(chat, upstream, "Why?")
    upstream.on(f"POST /v1/messages/{run.draft.message_id}/feedbacks", {"result": "success"})
    await chat.rate(ME, run.row.conversation_id, run.message.id, "dislike", "No lamp.")
    await elsewhere(chat, upstream, row(7, feedback={"rating": "dislike", "content": "No boat."}))
    [ours, theirs] = await sql(ledger, "SELECT rating, reason, at FROM ratings ORDER BY at DESC")
    assert (ours[:2], theirs) == (("dislike", "No lamp."), ("dislike", "No boat.", 7.0))
    assert ours[2] > run.row.started_at


async def test_older_history_is_not_the_last_question(chat, upstream, ledger):
    upstream.on(CONVERSATIONS, page(conversation("c", 9, "c")))
    upstream.on(MESSAGES, page(row(3), row(4), more=True))
    await chat.conversations.newest(ME)
    first = await chat.open(ME, "c")
    upstream.on(MESSAGES, page(row(1), row(2)))
    await chat.open(ME, "c", first)
    assert (await line(ledger)).excerpt == "Question 4?"


async def test_a_question_that_was_asked_here_is_not_asked_once_more_by_the_app_s_clock(chat, upstream, ledger):
    run = await asked(chat, upstream, "Why?")
    upstream.on(MESSAGES, page(row(1, id=run.draft.message_id, query="Why?", created_at=2**33)))
    before = await line(ledger)
    await chat.open(ME, run.row.conversation_id)
    assert (await line(ledger)).asked_at == before.asked_at


async def test_what_a_search_looks_through_is_kept_too(chat: Chat, upstream: Upstream, ledger: Ledger):
    upstream.on(CONVERSATIONS, page(conversation("c", 1)))
    upstream.on(MESSAGES, page(row(1), row(2, feedback={"rating": "dislike"})))
    walk = chat.search.look_through(ME)
    async with asyncio.timeout(10):
        while walk.ended is None:
            await walk.moved.wait()
    assert (await line(ledger, Filter(rating="dislike"))).excerpt == "Question 2?"


async def test_the_console_is_told_of_a_run_s_start_and_end_and_of_a_title(chat, upstream, console):
    run = await asked(chat, upstream, "Why?")
    await chat.conversations.ended()
    assert Moved("app-1", run.row.conversation_id) in await told(console)
