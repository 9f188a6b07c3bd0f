"""A stand-in for an OpenAI-compatible server, on a real socket: it answers what it was told to, and keeps what came."""

import asyncio
import json
import socket
import threading
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from app.embedded import ModelAccess
from tests.unit.prompt import PromptServer

KEY = "sk-canary-Xw83hT"
HOLD = b""
"""In a reply: nothing more comes until the client has left."""


@dataclass
class Reply:
    parts: tuple[bytes, ...]
    status: int = 200
    media_type: str = "text/event-stream"
    location: str = ""


@dataclass
class Asked:
    path: str
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.content)


@dataclass
class ModelServer:
    """``held`` is set when a reply holds, and ``left`` when its client has left."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    replies: deque[Reply] = field(default_factory=deque)
    held: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)

    @property
    def access(self) -> ModelAccess:
        return ModelAccess(SecretStr(KEY), self.url, "stand-in", "stand-in-ear")

    def will(self, *parts: bytes, status: int = 200, media_type: str = "text/event-stream") -> None:
        """The reply to the next request."""
        self.replies.append(Reply(parts, status, media_type))

    def will_point_to(self, location: str) -> None:
        self.replies.append(Reply((b"elsewhere",), 307, location=location))

    def will_fail(self, status: int, code: str | None = None, message: str = "no") -> None:
        error = {"error": {"message": message, "type": "some_error", "param": None, "code": code}}
        self.will(json.dumps(error).encode(), status=status, media_type="application/json")

    async def answer(self, request: Request) -> Response:
        self.asked.append(Asked(request.url.path, dict(request.headers), await request.body()))
        reply = self.replies.popleft()
        headers = {"location": reply.location} if reply.location else None
        return StreamingResponse(self._send(reply.parts), reply.status, headers, reply.media_type)

    async def _send(self, parts: tuple[bytes, ...]) -> AsyncIterator[bytes]:
        for part in parts:
            if part is HOLD:
                self.held.set()
                try:
                    await asyncio.Event().wait()
                finally:
                    self.left.set()
            yield part
            await asyncio.sleep(0)  # each part is a chunk of its own


def event(value: object) -> bytes:
    return f"data: {json.dumps(value)}\n\n".encode()


def chunk(finish: str | None = None, **delta: Any) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return event({"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]})


def call(index: int | None, arguments: str, name: str | None = None, id: str | None = None) -> bytes:
    """A piece of a tool call."""
    delta: dict[str, Any] = {"function": {"arguments": arguments, **({"name": name} if name else {})}}
    delta |= {"index": index} if index is not None else {}
    delta |= {"id": id, "type": "function"} if id else {}
    return chunk(tool_calls=[delta])


def usage(prompt: int, completion: int) -> bytes:
    tokens = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
    return event({"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [],
                  "usage": tokens})  # fmt: skip


DONE = b"data: [DONE]\n\n"


def said(*texts: str, prompt: int = 20, completion: int = 5) -> tuple[bytes, ...]:
    """A whole answer of text."""
    return (*(chunk(content=text) for text in texts), chunk("stop"), usage(prompt, completion), DONE)


def called(*calls: tuple[str, str, str], text: str = "") -> tuple[bytes, ...]:
    """A whole answer of tool calls, each an id, a name and arguments."""
    pieces = [call(index, arguments, name, id) for index, (id, name, arguments) in enumerate(calls)]
    return (*([chunk(content=text)] if text else []), *pieces, chunk("tool_calls"), usage(30, 7), DONE)


@contextmanager
def serving() -> Iterator[ModelServer]:
    """A server in a thread of its own, with an event loop of its own."""
    server = ModelServer()
    app = Starlette(routes=[Route("/v1/{path:path}", server.answer, methods=["POST"])])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        config = uvicorn.Config(app, lifespan="off", log_config=None, ws="none", timeout_graceful_shutdown=3)
        runner = PromptServer(config)
        thread = threading.Thread(target=lambda: asyncio.run(runner.serve([listener])))
        thread.start()
        try:
            yield server
        finally:
            runner.should_exit = True
            thread.join()
