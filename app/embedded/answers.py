"""Answers being written. Each is a task of the server: a client that leaves does not end it."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from starlette.concurrency import run_in_threadpool

from app.embedded.answer import PIECE, Answer, Stopped
from app.embedded.apps.app import App, Question
from app.embedded.likeness import likeness, same
from app.embedded.model import ModelError
from app.embedded.storage import Annotation, Annotations, Messages

logger = logging.getLogger(__name__)

AUTHOR = {"id": "3d6f2b4e-6e0c-4a51-9d3c-7f3f6d1c2a90", "name": "Admin"}
FAILED = "The answer could not be written."


class Answers:
    """The answers of one app."""

    def __init__(self, app: App, messages: Messages, annotations: Annotations):
        self._app = app
        self._messages = messages
        self._annotations = annotations
        self._running: dict[str, tuple[Answer, asyncio.Task[None]]] = {}

    def start(self, answer: Answer, question: Question) -> None:
        self.go_on(answer, question.text, lambda: self._reply(answer, question))

    def go_on(self, answer: Answer, query: str, write: Callable[[], Awaitable[None]]) -> None:
        """Has ``write`` write the answer, or the part of it that follows a pause."""
        task = asyncio.create_task(self._run(answer, query, write))
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

    async def _reply(self, answer: Answer, question: Question) -> None:
        """Has a person's answer to the same question stand for the app's own, where there is one."""
        annotation = await run_in_threadpool(self._annotated, question.text)
        if annotation is None:
            await self._app.reply(question, answer)
            return
        answer.metadata["annotation_reply"] = {"id": annotation.id, "account": AUTHOR}
        # A flow sends it whole, as real servers do, and neither a node of the flow nor a step of the agent comes.
        whole = self._app.profile.mode == "advanced-chat"
        await answer.say(annotation.answer, whole=whole)

    def _annotated(self, question: str) -> Annotation | None:
        """The annotation whose question is the same, or else the one most like it; it counts as hit."""
        reply = self._annotations.reply()
        annotations = self._annotations.all() if reply.enabled else []
        scored = [(1.0 if same(question, item.question) else likeness(question, item.question), item)
                  for item in annotations]  # fmt: skip
        score, found = max(scored, key=lambda item: item[0], default=(0.0, None))
        if found is None or score == 0 or score < reply.score_threshold:
            return None
        self._annotations.hit(found.id)
        return found

    async def _run(self, answer: Answer, query: str, write: Callable[[], Awaitable[None]]) -> None:
        started = time.monotonic()
        try:
            with suppress(Stopped):
                await write()
        except ModelError as error:
            logger.warning("answer %s failed: %s", answer.message_id, error)
            answer.error, answer.error_code = str(error), error.code
        except Exception:
            logger.exception("answer %s failed", answer.message_id)
            answer.error = FAILED
        tokens = answer.tokens or (len(PIECE.findall(query)), answer.pieces)
        answer.usage = _usage(*tokens, time.monotonic() - started)
        end = _end(answer)
        try:
            await run_in_threadpool(self._store, answer, end)
        except Exception:
            logger.exception("answer %s was not stored", answer.message_id)
            answer.error = FAILED
            end = _end(answer)
        for event in end:
            answer.send(event)
        answer.finish()

    def _store(self, answer: Answer, end: list[dict[str, Any]]) -> None:
        self._messages.finish(answer)
        if answer.on_end:
            answer.on_end(end)


def _end(answer: Answer) -> list[dict[str, Any]]:
    """The last events of an answer."""
    if answer.error:
        failure = {"code": answer.error_code, "status": 400, "message": answer.error}
        return [*answer.closing, answer.event("error", **failure)]
    if answer.paused:
        return answer.closing
    end = answer.event("message_end", id=answer.message_id, metadata=metadata(answer), files=None)
    return [end, *answer.closing]


def metadata(answer: Answer) -> dict[str, Any]:
    """What the end of an answer says of it. The citations stand beside the usage; not every app has them."""
    cited = {} if answer.citations is None else {"retriever_resources": answer.citations}
    return {**answer.metadata, "usage": answer.usage, **cited}


def _usage(prompt: int, completion: int, latency: float) -> dict[str, Any]:
    """Tokens, for which words stand where no model counted. What a model costs is not known here: prices are 0."""
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
