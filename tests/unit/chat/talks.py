"""Conversations of two visitors, as the upstream tells of them and as they are begun here."""

import asyncio
from typing import Any

from app.chat import Chat
from app.runs.registry import LiveRun
from tests.unit.runs.doubles import Upstream

ME, OTHER = "visitor-1", "visitor-2"
ASK, MESSAGES, CONVERSATIONS = "POST /v1/chat-messages", "GET /v1/messages", "GET /v1/conversations"


def page(*data: dict[str, Any], more: bool = False) -> dict[str, Any]:
    return {"data": list(data), "has_more": more, "limit": 20}


def conversation(id: str, at: int, name: str = "") -> dict[str, Any]:
    return {"id": id, "name": name or f"Name of {id}", "created_at": at}


def message(id: str, at: int, answer: str = "An answer.", **fields: Any) -> dict[str, Any]:
    return {"id": id, "query": f"{id}?", "answer": answer, "created_at": at, **fields}


async def ended(run: LiveRun) -> LiveRun:
    async with asyncio.timeout(10):
        await run.closed.wait()
    return run


async def answered(chat: Chat, upstream: Upstream, question: str = "Why?", answer: str = "Because.") -> LiveRun:
    """A first question, with its answer whole."""
    run = await chat.ask(ME, "", question, {})
    upstream.stream.say(answer)
    upstream.stream.finish()
    await upstream.waits_for(CONVERSATIONS)  # It may have a title.
    return await ended(run)


async def listed(chat: Chat, upstream: Upstream, *rows: dict[str, Any]) -> None:
    upstream.on(CONVERSATIONS, page(*rows))
    await chat.conversations.newest(ME)
