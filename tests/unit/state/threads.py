"""A thread on a state of its own, without a socket: what is done there, and what it then shows."""

import asyncio
from types import TracebackType
from typing import Any

import reflex as rx

from app.chat import Chat
from app.runs.registry import LiveRun
from app.state.thread import ThreadState, _ended
from app.views import Turn
from tests.unit.runs.doubles import IDS, Stream, Upstream

ME = "visitor-1"
ASK, MESSAGES, CONVERSATIONS = "POST /v1/chat-messages", "GET /v1/messages", "GET /v1/conversations"


class Task:
    """A state as a background task has it: changed between ``async with`` and its end alone."""

    def __init__(self, state: rx.State) -> None:
        object.__setattr__(self, "_state", state)
        object.__setattr__(self, "_inside", False)

    async def __aenter__(self) -> "Task":
        object.__setattr__(self, "_inside", True)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        object.__setattr__(self, "_inside", False)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._state, name)

    def __setattr__(self, name: str, value: Any) -> None:
        assert self._inside, f"{name} was changed outside"
        setattr(self._state, name, value)


async def do(thread: ThreadState, name: str, *args: Any) -> Any:
    """Call a handler, one of the background within a task."""
    handler = getattr(ThreadState, name)
    return await handler.fn(Task(thread) if handler.is_background else thread, *args)


async def opened(thread: ThreadState, place: str) -> list[Turn]:
    thread._clear(place, "")
    await do(thread, "load", place)
    return shown(thread)


def shown(thread: ThreadState) -> list[Turn]:
    return list(thread._turns())


def told(thread: ThreadState) -> list[str]:
    return [f"{turn.question} {turn.answer} {turn.number}/{turn.count}" for turn in shown(thread)]


async def ended(thread: ThreadState, chat: Chat, upstream: Upstream, answer: str = "So.") -> LiveRun:
    """The run that the page follows, with its answer whole."""
    run = await chat.runs.get(chat.slug, ME, thread._run_id)
    assert run is not None
    ids = {"message_id": f"of-{run.message.id}", "conversation_id": IDS["conversation_id"]}
    upstream.stream.send("message", answer=answer, **ids)
    upstream.stream.send("message_end", id=ids["message_id"], **ids)
    upstream.stream.hang_up()
    async with asyncio.timeout(10):
        await run.closed.wait()
    await upstream.waits_for(CONVERSATIONS)  # The conversation may have a title.
    upstream.stream = Stream()
    batch = await chat.runs.log.last(run.row.id)
    assert batch is not None
    thread._put(_ended(thread._turn(run.message.id), batch))
    thread.running = False
    return run


async def asked(thread: ThreadState, chat: Chat, upstream: Upstream, question: str = "Why?") -> Turn:
    """A question that is answered, in the thread that is open."""
    if not thread.conversation_id:
        run = await chat.ask(ME, "", question, {}, parent="")
        thread.conversation_id = run.row.conversation_id
        await thread._begin(run)
    else:
        await do(thread, "send", "1", question, {}, [])
    run = await ended(thread, chat, upstream, f"Answer to {question}")
    turn = thread._turn(run.message.id)
    assert turn is not None
    return turn


def stored(number: int, **fields: Any) -> dict[str, Any]:
    known = {"id": f"up-{number}", "query": f"Question {number}?", "answer": f"Answer {number}.", "created_at": number}
    return {**known, **fields}


async def elsewhere(thread: ThreadState, upstream: Upstream, chat: Chat, *pages: list[dict[str, Any]]) -> None:
    """A conversation that only the upstream knows, opened at the first of ``pages``; the others are older."""
    upstream.on(CONVERSATIONS, {"data": [{"id": "c", "name": "c", "created_at": 1}], "has_more": False})
    await chat.conversations.newest(ME)
    upstream.on(MESSAGES, *({"data": rows, "has_more": rows is not pages[-1], "limit": 20} for rows in pages))
    await opened(thread, "c")
