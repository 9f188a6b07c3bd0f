"""Answers being written. Each is a task of the server: a client that leaves does not end it."""

import asyncio
import logging
import re
import time
import uuid
from contextlib import suppress
from typing import Any

from starlette.concurrency import run_in_threadpool

from app.embedded.guide import Guide, Question
from app.embedded.storage import Messages

logger = logging.getLogger(__name__)

FAILED = "The answer could not be written."
_PIECE = re.compile(r"[\u3400-\u9fff]{1,2}|\s*[^\s\u3400-\u9fff]+|\s+")


class Answer:
    """One answer, as far as it is written: ``pieces`` joined are its text.

    It keeps its pieces for whoever reads them, and its length is bounded by the passages it quotes, so a reader that
    is slow or gone costs no more than the answer itself.
    """

    def __init__(self, user: str, conversation_id: str, message_id: str, created_at: int):
        self.task_id = str(uuid.uuid4())
        self.user = user
        self.conversation_id = conversation_id
        self.message_id = message_id
        self.created_at = created_at
        self.pieces: list[str] = []
        self.citations: list[dict[str, Any]] = []
        self.suggestions: list[str] = []
        self.usage: dict[str, Any] = {}
        self.error: str | None = None
        self.finished = False
        self._stopped = asyncio.Event()
        self._changed = asyncio.Event()

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    def stop(self) -> None:
        self._stopped.set()

    def add(self, piece: str) -> None:
        self.pieces.append(piece)
        self._changed.set()

    def finish(self) -> None:
        self.finished = True
        self._changed.set()

    async def pause(self, seconds: float) -> None:
        """Waits, but not beyond a stop."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopped.wait()

    async def news(self, seconds: float | None) -> None:
        """Waits until there is more to read, at most ``seconds``. For one reader."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        self._changed.clear()


class Answers:
    """``pace``: seconds between two words."""

    def __init__(self, guide: Guide, messages: Messages, pace: float):
        self._guide = guide
        self._messages = messages
        self._pace = pace
        self._running: dict[str, tuple[Answer, asyncio.Task[None]]] = {}

    def start(self, answer: Answer, question: Question, paced: bool) -> None:
        task = asyncio.create_task(self._run(answer, question, self._pace if paced else 0.0))
        self._running[answer.task_id] = (answer, task)
        task.add_done_callback(lambda _: self._running.pop(answer.task_id))

    def stop(self, task_id: str, user: str) -> None:
        """Stops the user's own answer; any other id stops nothing."""
        answer, _ = self._running.get(task_id, (None, None))
        if answer is not None and answer.user == user:
            answer.stop()

    def stop_conversation(self, conversation_id: str) -> None:
        for answer, _ in self._running.values():
            if answer.conversation_id == conversation_id:
                answer.stop()

    def stop_all(self) -> None:
        for answer, _ in self._running.values():
            answer.stop()

    async def close(self) -> None:
        """Stops all and waits until what they had is stored."""
        self.stop_all()
        await asyncio.gather(*(task for _, task in self._running.values()))

    async def _run(self, answer: Answer, question: Question, pace: float) -> None:
        started = time.monotonic()
        try:
            await self._write(answer, question, pace)
        except Exception:
            logger.exception("answer %s failed", answer.message_id)
            answer.error = FAILED
        answer.usage = _usage(question.text, answer, time.monotonic() - started)
        try:
            await run_in_threadpool(
                self._messages.finish,
                answer.message_id,
                answer.text,
                answer.citations,
                answer.suggestions,
                answer.error,
            )
        except Exception:
            logger.exception("answer %s was not stored", answer.message_id)
            answer.error = FAILED
        answer.finish()

    async def _write(self, answer: Answer, question: Question, pace: float) -> None:
        reply = await run_in_threadpool(self._guide.reply, question)
        answer.citations, answer.suggestions = reply.citations, reply.suggestions
        for piece in _PIECE.findall(reply.text):
            if answer.stopped:
                return
            answer.add(piece)
            if pace:
                await answer.pause(pace)


def _usage(query: str, answer: Answer, latency: float) -> dict[str, Any]:
    """Words stand for tokens, and nothing costs anything: there is no model."""
    prompt, completion = len(_PIECE.findall(query)), len(answer.pieces)
    prices = ("unit_price", "price_unit", "price")
    free = {f"{kind}_{price}": "0" for kind in ("prompt", "completion") for price in prices}
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        **free,
        "total_price": "0",
        "currency": "USD",
        "latency": round(latency, 4),
    }
