"""Events as values, and an upstream whose stream the test writes piece by piece."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx

from app.dify import Client
from app.dify.events import StreamEvent
from app.dify.parse import parse_event
from app.runs.draft import Draft
from app.runs.fold import fold
from tests.unit.dify.doubles import client_over

IDS = {"task_id": "task-1", "message_id": "message-1", "conversation_id": "conversation-1"}


def event(name: str, **fields: Any) -> StreamEvent:
    """The event of that name as the client reads it from the wire."""
    return parse_event(json.dumps({"event": name, **fields}))


def said(answer: str, **fields: Any) -> StreamEvent:
    return event("message", answer=answer, **fields)


def folded(*events: StreamEvent, draft: Draft | None = None) -> Draft:
    draft = draft or Draft()
    for item in events:
        draft = fold(draft, item)
    return draft


class Stream(httpx.AsyncByteStream):
    """The body of one answer. ``closed`` is set once its reader has hung up."""

    def __init__(self) -> None:
        self._pieces: asyncio.Queue[bytes | Exception | None] = asyncio.Queue()
        self.closed = asyncio.Event()

    def send(self, name: str, **fields: Any) -> None:
        """One event, with the ids that nearly every event has."""
        self.write(f"data: {json.dumps({'event': name, **IDS, **fields})}\n\n".encode())

    def say(self, *answers: str) -> None:
        for answer in answers:
            self.send("message", answer=answer)

    def write(self, data: bytes) -> None:
        self._pieces.put_nowait(data)

    def finish(self) -> None:
        """``message_end``, and the end of the connection."""
        self.send("message_end", id=IDS["message_id"])
        self.hang_up()

    def hang_up(self) -> None:
        self._pieces.put_nowait(None)

    def break_off(self) -> None:
        self.fail(httpx.ReadError("the connection was reset"))

    def fail(self, error: Exception) -> None:
        self._pieces.put_nowait(error)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (piece := await self._pieces.get()) is not None:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    async def aclose(self) -> None:
        self.closed.set()


class Upstream:
    """Answers a question with :attr:`stream`, a run that goes on with :attr:`resumed`, a stop with success, and all
    else by ``answers``.

    :meth:`on` gives ``"GET /v1/parameters"`` the bodies of its answers, in order; the last one stays. An answer that
    is an ``httpx.Response`` or an exception is given as it is, and one that is callable is asked with the request.
    """

    def __init__(self) -> None:
        self.stream = Stream()
        self.resumed = Stream()
        self.refusal: httpx.Response | Exception | None = None
        self.requests: list[httpx.Request] = []
        self.came = asyncio.Condition()
        self.answers: dict[str, list[Any]] = {}
        self.most_at_once = 0
        self._inside = 0
        self._gate: asyncio.Semaphore | None = None
        self.client: Client = client_over(httpx.MockTransport(self._answer))

    def on(self, request: str, *bodies: Any) -> None:
        self.answers[request] = list(bodies)

    def asked(self, request: str) -> list[Any]:
        """The bodies, or for a GET the parameters, of those requests in order."""
        return [
            json.loads(item.content) if item.content else dict(item.url.params)
            for item in self.requests
            if f"{item.method} {item.url.path}" == request
        ]

    async def waits_for(self, request: str, count: int = 1) -> None:
        """Until that request has come ``count`` times."""
        async with asyncio.timeout(10), self.came:
            await self.came.wait_for(lambda: len(self.asked(request)) >= count)

    def hold(self) -> None:
        """Keep every request waiting, until :meth:`let_through`; ``most_at_once`` counts those that wait together."""
        self._gate, self.most_at_once = asyncio.Semaphore(0), 0

    def let_through(self, count: int) -> None:
        assert self._gate is not None
        for _ in range(count):
            self._gate.release()

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        async with self.came:
            self.requests.append(request)
            self.came.notify_all()
        self._inside += 1
        self.most_at_once = max(self.most_at_once, self._inside)
        if self._gate is not None:
            await self._gate.acquire()
        self._inside -= 1
        name = f"{request.method} {request.url.path}"
        if name == "POST /v1/chat-messages":
            return self._given(self.refusal) if self.refusal else streamed(self.stream)
        if name.startswith("GET /v1/workflow/") and name.endswith("/events") and name not in self.answers:
            return streamed(self.resumed)
        if name.endswith("/stop") and name not in self.answers:
            return httpx.Response(200, json={"result": "success"})
        given = self.answers.get(name)
        if not given:
            return httpx.Response(404, json={"code": "not_found", "message": "", "status": 404})
        answer = given.pop(0) if len(given) > 1 else given[0]
        return self._given(answer(request) if callable(answer) else answer)

    def _given(self, answer: Any) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, httpx.Response) else httpx.Response(200, json=answer)


def streamed(stream: Stream) -> httpx.Response:
    return httpx.Response(200, headers={"Content-Type": "text/event-stream"}, stream=stream)


def refused(code: str, message: str = "", status: int = 400) -> httpx.Response:
    return httpx.Response(status, json={"code": code, "message": message, "status": status})
