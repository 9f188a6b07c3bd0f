"""Searching over an upstream that has conversations of its own."""

import asyncio
from typing import Any

import httpx
import pytest

from app.chat import Chat
from app.chat import search as search_module
from app.ledger import Ledger
from app.views import Found, Piece
from tests.unit.both import database as database
from tests.unit.runs.doubles import IDS, Upstream

ME, OTHER = "visitor-1", "visitor-2"
MESSAGES, CONVERSATIONS = "GET /v1/messages", "GET /v1/conversations"


def page(*data: dict[str, Any], more: bool = False) -> dict[str, Any]:
    return {"data": list(data), "has_more": more, "limit": 100}


def conversation(id: str, at: int, name: str = "", **fields: Any) -> dict[str, Any]:
    return {"id": id, "name": name or f"Name of {id}", "created_at": at, **fields}


def message(id: str, at: int, question: str, answer: str = "An answer.") -> dict[str, Any]:
    return {"id": id, "query": question, "answer": answer, "created_at": at}


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch):
    monkeypatch.setattr(search_module, "PAUSE", 0)


async def walked(chat: Chat, user: str = ME) -> search_module.Walk:
    walk = chat.search.look_through(user)
    assert walk.task
    async with asyncio.timeout(10):
        await walk.task
    return walk


async def turns(chat: Chat, text: str, user: str = ME) -> list[str]:
    return [found.turn_id for found in await chat.search.find(user, text)]


async def test_what_the_app_alone_has_is_found_once_it_was_looked_through(chat, upstream):
    upstream.on(CONVERSATIONS, page(conversation("c1", 100, "About lamps")))
    upstream.on(MESSAGES, page(message("m1", 100, "Are they bright?", "The **Aurora** is.")))
    assert await chat.search.find(ME, "aurora") == []
    walk = await walked(chat)
    assert walk.whole
    assert await chat.search.find(ME, "aurora") == [
        Found("c1", "m1", [Piece("About lamps")], [Piece("The "), Piece("Aurora", True), Piece(" is.")], 100.0)
    ]
    assert await chat.search.find(ME, "lamps") == [Found("c1", "", [Piece("About "), Piece("lamps", True)], at=100.0)]
    assert await chat.search.find(OTHER, "aurora") == []


async def test_a_question_is_found_where_it_has_more_of_what_was_looked_for(chat, upstream):
    upstream.on(CONVERSATIONS, page(conversation("c1", 100)))
    upstream.on(MESSAGES, page(message("m1", 100, "Is the lamp red?", "The lamp is.")))
    await walked(chat)
    [found] = await chat.search.find(ME, "lamp red")
    assert found.asked
    assert [piece.text for piece in found.text if piece.marked] == ["lamp", "red"]


async def test_all_pages_are_looked_through_and_next_time_what_has_come_since(chat, upstream, monkeypatch):
    upstream.on(CONVERSATIONS, page(conversation("c1", 100)))
    upstream.on(MESSAGES, page(message("m2", 200, "second"), more=True), page(message("m1", 100, "first")))
    await walked(chat)
    assert (await turns(chat, "second"), await turns(chat, "first")) == (["m2"], ["m1"])
    # One second alone was read: what shares it and was cut off comes only from the top again.
    assert [asked.get("first_id", "") for asked in upstream.asked(MESSAGES)] == ["", ""]
    await walked(chat)
    assert len(upstream.asked(MESSAGES)) == 2
    monkeypatch.setattr(search_module, "AGAIN", -1)
    upstream.on(CONVERSATIONS, page(conversation("c1", 100, updated_at=300)))
    upstream.on(MESSAGES, page(message("m3", 300, "third"), message("m2", 200, "second"), more=True), page())
    await walked(chat)
    assert await turns(chat, "third") == ["m3"]
    assert len(upstream.asked(MESSAGES)) == 4
    await walked(chat)
    assert len(upstream.asked(MESSAGES)) == 4


async def test_somebody_s_conversations_are_looked_through_once_at_a_time(chat, upstream):
    upstream.on(CONVERSATIONS, page())
    first, again, others = (chat.search.look_through(user) for user in (ME, ME, OTHER))
    assert first is again is not others
    await walked(chat)
    await walked(chat, OTHER)
    assert len(upstream.asked(CONVERSATIONS)) == 2


async def test_where_the_app_cannot_be_asked_the_ledger_s_turns_are_found(chat, upstream):
    run = await chat.ask(ME, "", "What is a lumen?", {})
    upstream.stream.say("A measure.")
    upstream.stream.break_off()
    async with asyncio.timeout(10):
        await run.closed.wait()
    await chat._ledger.search.forget("app-1", ME)
    upstream.on(CONVERSATIONS, httpx.Response(500))
    assert await turns(chat, "lumen") == []
    walk = await walked(chat)
    assert not walk.whole
    assert await turns(chat, "lumen measure") == [run.message.id]


async def test_a_conversation_that_cannot_be_read_is_tried_again(chat, upstream, monkeypatch):
    monkeypatch.setattr(search_module, "AGAIN", -1)
    upstream.on(CONVERSATIONS, page(conversation("c1", 100)))
    upstream.on(MESSAGES, httpx.Response(500), page(message("m1", 100, "lamp")))
    assert not (await walked(chat)).whole
    assert (await walked(chat)).whole
    assert await turns(chat, "lamp") == ["m1"]


async def test_a_conversation_that_is_gone_there_does_not_end_the_look(chat, upstream):
    upstream.on(CONVERSATIONS, page(conversation("c1", 100), conversation("c2", 50)))
    gone = httpx.Response(404, json={"code": "not_found", "message": "", "status": 404})
    upstream.on(MESSAGES, gone, page(message("m1", 100, "lamp")))
    assert (await walked(chat)).whole
    assert await turns(chat, "lamp") == ["m1"]


async def test_what_is_found_grows_while_it_is_looked_through(chat, upstream):
    upstream.on(CONVERSATIONS, page(conversation("c1", 200), conversation("c2", 100)))
    upstream.on(MESSAGES, page(message("m1", 200, "lamp")), page(message("m2", 100, "lamp")))
    walk = chat.search.look_through(ME)
    seen = []
    async with asyncio.timeout(10):
        while walk.ended is None:
            await walk.moved.wait()
            seen.append(len(await turns(chat, "lamp")))
    assert seen == sorted(seen)
    assert len(await turns(chat, "lamp")) == 2


async def test_an_opened_conversation_is_found_without_a_look_through(chat, upstream):
    upstream.on(CONVERSATIONS, page(conversation("c1", 100)))
    upstream.on(MESSAGES, page(message("m1", 100, "Where is the lamp?")))
    await chat.conversations.newest(ME)
    await chat.open(ME, "c1")
    assert await turns(chat, "lamp") == ["m1"]


async def test_a_turn_asked_here_is_found_by_our_id_alone(chat, upstream):
    run = await chat.ask(ME, "", "What is a lumen?", {})
    upstream.stream.say("A measure.")
    upstream.stream.finish()
    async with asyncio.timeout(10):
        await run.closed.wait()
    upstream.on(CONVERSATIONS, page(conversation(IDS["conversation_id"], 100)))
    upstream.on(MESSAGES, page(message(IDS["message_id"], 100, "What is a lumen?", "A measure.")))
    await walked(chat)
    assert await turns(chat, "measure") == [run.message.id]


async def test_a_list_that_was_read_before_a_deletion_does_not_bring_the_conversation_back(chat, upstream):
    upstream.on(CONVERSATIONS, page(conversation("c1", 100), conversation("c2", 50)))
    upstream.on(MESSAGES, page(message("m1", 100, "lamp")))
    chat.conversations.leaving.gone.append("c1")
    await walked(chat)
    assert [found.conversation_id for found in await chat.search.find(ME, "name")] == ["c2"]


async def test_a_look_through_ends_with_the_server(chat: Chat, upstream: Upstream, ledger: Ledger):
    upstream.hold()
    walk = chat.search.look_through(ME)
    await upstream.waits_for("GET /v1/parameters")
    await chat.search.close()
    assert walk.task is not None
    assert walk.task.cancelled()
