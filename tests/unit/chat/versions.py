"""Questions that are asked, and asked anew, each with its answer; and conversations from elsewhere."""

from typing import Any

from app.chat import Chat, Page
from app.runs.registry import LiveRun
from app.views import Turn
from tests.unit.chat.talks import ME, MESSAGES, conversation, ended, listed, page
from tests.unit.runs.doubles import IDS, Stream, Upstream

TALK = IDS["conversation_id"]


async def completed(upstream: Upstream, run: LiveRun, answer: str, **end: Any) -> LiveRun:
    """The run, with its answer whole and an upstream id of its own; the next question has a stream of its own."""
    ids = {"message_id": f"of-{run.message.id}", "conversation_id": TALK}
    upstream.stream.send("message", answer=answer, **ids)
    upstream.stream.send("message_end", id=ids["message_id"], **ids, **end)
    upstream.stream.hang_up()
    await ended(run)
    upstream.stream = Stream()
    return run


async def asked(chat: Chat, upstream: Upstream, question: str, place: str = "", parent: str | None = "") -> LiveRun:
    run = await chat.ask(ME, place, question, {"city": "Ulm"}, parent=parent)
    return await completed(upstream, run, f"Answer to {question}")


async def anew(chat: Chat, upstream: Upstream, place: str, turn: Turn, question: str = "") -> LiveRun:
    run = await chat.ask_anew(ME, place, turn, question or turn.question)
    return await completed(upstream, run, f"Another answer to {question or turn.question}")


def row(number: int, **fields: Any) -> dict[str, Any]:
    known = {"id": f"up-{number}", "query": f"Question {number}?", "answer": f"Answer {number}.", "created_at": number}
    return {**known, **fields}


async def elsewhere(chat: Chat, upstream: Upstream, *rows: dict[str, Any]) -> Page:
    """A conversation that only the upstream knows, opened."""
    await listed(chat, upstream, conversation("c", 1, "c"))
    upstream.on(MESSAGES, page(*rows))
    return await chat.open(ME, "c")


def told(page: Page) -> list[str]:
    return [f"{turn.question} {turn.answer} {turn.number}/{turn.count}" for turn in page.turns]
