"""What an app's users have said of its answers elsewhere is kept, of the conversations that are here."""

import asyncio
from contextlib import aclosing
from typing import Any

import pytest

from app.chat import feedbacks as module
from app.dify.errors import Unauthorized
from app.news import CONSOLE, Moved
from tests.unit.chat.talks import CONVERSATIONS, ME, answered, conversation, page
from tests.unit.runs.doubles import refused
from tests.unit.sql import sql

FEEDBACKS = "GET /v1/app/feedbacks"
KEPT = "SELECT id, rating, reason, at FROM ratings ORDER BY id"


def rating(id: str, place: str = "c", rating: str = "dislike", **more: Any) -> dict[str, Any]:
    at = "1970-01-01T00:00:05"
    row = {"id": f"f-{id}", "conversation_id": place, "message_id": id, "rating": rating, "created_at": at}
    return {**row, "from_source": "user", "content": "", **more}


async def test_ratings_from_elsewhere_are_kept_with_their_reason_and_time(chat, upstream, ledger):
    upstream.on(CONVERSATIONS, page(conversation("c", 1)))
    await chat.conversations.newest(ME)
    zoned = {"created_at": "1970-01-01T02:00:06+02:00", "content": "No lamp."}
    rows = [rating("m-1"), rating("m-2", **zoned), rating("m-3", rating="like"), rating("m-4", "another place"),
            rating("m-7", "another place", "like"),
            rating("m-5", from_source="admin"), rating("m-6", rating="")]  # fmt: skip
    upstream.on(FEEDBACKS, {"data": rows})
    async with aclosing(chat.news.follow(*CONSOLE)) as news, asyncio.timeout(10):
        await anext(news)
        await chat.feedbacks.learn()
        assert list(await anext(news)) == [Moved("app-1", "c")]
    assert await sql(ledger, KEPT) == [
        ("m-1", "dislike", "", 5.0), ("m-2", "dislike", "No lamp.", 6.0), ("m-3", "like", "", 5.0)
    ]  # fmt: skip
    assert [(one.id, one.reason) for one in chat.feedbacks.elsewhere] == [("m-4", "")]


async def test_an_app_is_asked_page_by_page_and_not_once_more_at_once(chat, upstream, monkeypatch):
    monkeypatch.setattr(module, "PAGE", 1)
    monkeypatch.setattr(module, "PAGES", 3)
    upstream.on(FEEDBACKS, {"data": [rating("m-1", "nowhere")]})
    for _ in range(2):
        await chat.feedbacks.learn()
    pages = [request.url.params["page"] for request in upstream.requests if request.url.path == "/v1/app/feedbacks"]
    assert (pages, [one.id for one in chat.feedbacks.elsewhere]) == (["1", "2", "3"], ["m-1"])


async def test_what_was_rated_here_keeps_its_time(chat, upstream, ledger):
    run = await answered(chat, upstream)
    upstream.on(f"POST /v1/messages/{run.draft.message_id}/feedbacks", {"result": "success"})
    await chat.rate(ME, run.row.conversation_id, run.message.id, "dislike", "No lamp.")
    before = await sql(ledger, KEPT)
    place = run.draft.conversation_id
    upstream.on(FEEDBACKS, {"data": [rating(run.draft.message_id, place, content="No lamp.")]})
    await chat.feedbacks.learn()
    assert await sql(ledger, KEPT) == before


async def test_a_server_that_is_too_old_tells_nothing_and_another_error_is_told(chat, upstream):
    await chat.feedbacks.learn()
    assert chat.feedbacks.elsewhere == ()
    chat.feedbacks._asked = float("-inf")
    upstream.on(FEEDBACKS, refused("unauthorized", "No.", 401))
    with pytest.raises(Unauthorized):
        await chat.feedbacks.learn()
