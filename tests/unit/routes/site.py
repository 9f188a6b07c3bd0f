"""Both sides of the routes: an upstream that shows files and speaks, and a visitor with a cookie."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
from pydantic import SecretStr
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.chat import Chat
from app.dify.models import MessageFile
from app.identity import Signer
from app.ledger import File
from tests.unit.routes.voice import Voice

SIGNER = Signer(SecretStr("a secret of the test's own"))
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
WAV = b"RIFF\x24\0\0\0WAVEfmt " + bytes(2000)
MB = 2**20
POLICY = "default-src 'none'; sandbox"


@dataclass
class App:
    """The upstream: what it was sent, what it answers at ``/files/tools/{name}``, and its voice."""

    received: int = 0
    pieces: int = 0
    arriving: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    show: Callable[[Request], Response] = lambda request: Response(PNG, media_type="image/png")
    icons: dict[str, str] = field(default_factory=dict)
    headers: list[dict[str, str]] = field(default_factory=list)
    voice: Voice = field(default_factory=Voice)

    def routes(self) -> list[Any]:
        return [
            Route("/v1/parameters", self.parameters),
            Route("/v1/meta", lambda request: JSONResponse({"tool_icons": self.icons})),
            Route("/v1/site", lambda request: JSONResponse({"icon_type": "image", "icon_url": "/files/tools/app.png"})),
            Route("/v1/files/upload", self.upload, methods=["POST"]),
            Route("/files/tools/{name}", self.tools),
            *self.voice.routes(),
        ]

    async def parameters(self, request: Request) -> Response:
        upload = {"enabled": True, "allowed_file_types": ["image", "video", "document"], "number_limits": 3}
        system = {"image_file_size_limit": 1, "video_file_size_limit": 100}
        return JSONResponse({"file_upload": upload, "system_parameters": system})

    async def upload(self, request: Request) -> Response:
        """Counts what comes and keeps none of it."""
        try:
            async for piece in request.stream():
                self.received += len(piece)
                self.pieces += 1
                self.arriving.set()
        except ClientDisconnect:
            self.left.set()
            raise
        return JSONResponse({"id": str(uuid4()), "name": "", "size": 0}, 201)

    async def tools(self, request: Request) -> Response:
        self.headers.append(dict(request.headers))
        return self.show(request)


@dataclass
class Visitor:
    """One browser with its cookie, whose requests come from a page of this server."""

    http: httpx.AsyncClient
    user: str
    headers: dict[str, str]

    async def post(self, content: Any = PNG, name: str = "a.png", **headers: str) -> httpx.Response:
        sent = {**self.headers, "X-File-Name": quote(name), "Content-Type": "image/png", **headers}
        return await self.http.post("/files", content=content, headers=sent)

    async def link(self, body: Any, **headers: str) -> httpx.Response:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await self.http.post("/files/link", content=content, headers=self.headers | headers)

    async def get(self, id: str, query: str = "", **headers: str) -> httpx.Response:
        return await self.open(f"/files/{id}{query}", **headers)

    async def open(self, path: str, **headers: str) -> httpx.Response:
        return await self.http.get(path, headers=self.headers | headers)

    async def delete(self, id: str, **headers: str) -> httpx.Response:
        return await self.http.delete(f"/files/{id}", headers=self.headers | headers)

    async def dictate(self, content: Any = WAV, **headers: str) -> httpx.Response:
        sent = {**self.headers, "Content-Type": "audio/wav", **headers}
        return await self.http.post("/audio", content=content, headers=sent)

    def hears(self, path: str) -> Any:
        """The sound at that path, as a player asks for it."""
        return self.http.stream("GET", path, headers={**self.headers, "Range": "bytes=0-"})


async def answered(chat: Chat, user: str, **values: Any) -> File:
    """A file of an answer of this user's."""
    given = {
        "id": str(uuid4()),
        "url": "/files/tools/a.png?sign=x",
        "belongs_to": "assistant",
        "type": "image",
        **values,
    }
    place, *_ = await chat._ledger.begin(chat.slug, user, "Why?", None, {})
    [row] = await chat.files.learn(user, place.id, "m-1", [MessageFile(**given)])
    return row


def kept(chat: Chat, user: str, *ids: str) -> Any:
    return chat._ledger.files.own("app-1", user, ids)


@asynccontextmanager
async def raw(site: str) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    host, _, port = site.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        yield reader, writer
    finally:
        writer.close()


def head(site: str, me: Visitor, line: str, headers: Mapping[str, object] | None = None) -> bytes:
    """The head of a request that is written by hand; ``line`` is its method and path."""
    sent = {"Host": site.removeprefix("http://"), "Connection": "close", **me.headers, **(headers or {})}
    lines = [f"{line} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
    return "\r\n".join([*lines, "", ""]).encode()
