"""The upstream's side of speech: what it hears, what it says, and what it answers meanwhile."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from app.chat import Chat
from app.runs.registry import LiveRun

IDS = {"task_id": "t-1", "message_id": "m-1", "conversation_id": "c-1"}


@dataclass
class Voice:
    """What the upstream hears and says. ``events`` are what a question is answered with."""

    received: int = 0
    arriving: asyncio.Event = field(default_factory=asyncio.Event)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    spoke: list[Any] = field(default_factory=list)
    refusal: Response | None = None
    media_type: str = "audio/mpeg"
    waits_first: bool = False
    events: list[dict[str, Any] | None] = field(default_factory=list)

    def routes(self) -> list[Any]:
        return [
            Route("/v1/audio-to-text", self.hear, methods=["POST"]),
            Route("/v1/text-to-audio", self.speak, methods=["POST"]),
            Route("/v1/chat-messages", self.answer, methods=["POST"]),
        ]

    async def hear(self, request: Request) -> Response:
        try:
            async for piece in request.stream():
                self.received += len(piece)
                self.arriving.set()
        except ClientDisconnect:
            self.left.set()
            raise
        return self.refusal or JSONResponse({"text": "What was said."})

    async def speak(self, request: Request) -> Response:
        self.spoke.append(await request.json())
        self.asked.set()
        if self.refusal is not None:
            return self.refusal
        if self.waits_first:
            while (await request.receive())["type"] != "http.disconnect":
                pass
            self.left.set()
        return StreamingResponse(self._sound(), media_type=self.media_type)

    async def _sound(self) -> AsyncIterator[bytes]:
        try:
            yield b"first "
            await self.go_on.wait()
            yield b"second"
        except asyncio.CancelledError:
            self.left.set()
            raise

    async def answer(self, request: Request) -> Response:
        async def stream() -> AsyncIterator[bytes]:
            for event in self.events:
                if event is None:
                    await self.go_on.wait()
                else:
                    yield f"data: {json.dumps({**IDS, **event})}\n\n".encode()

        return StreamingResponse(stream(), media_type="text/event-stream")


async def asked(chat: Chat, voice: Voice, user: str) -> LiveRun:
    voice.events = [{"event": "message", "answer": "Because."}, {"event": "message_end", "id": "m-1"}]
    run = await chat.ask(user, "", "Why?", {})
    async with asyncio.timeout(10):
        await run.closed.wait()
    return run
