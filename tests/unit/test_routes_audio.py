"""Speech through the routes, between a real browser's side and a real upstream, each on a socket of its own."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from app import services
from app.chat import Chat
from app.chat.speech import LARGEST
from app.dify import Client
from app.i18n import CATALOGUES
from app.identity import COOKIE, Signer
from app.ledger import Ledger
from app.routes import ROUTES
from app.runs.log import MemoryRunLog
from app.runs.registry import LiveRun, Runs
from app.services import Services
from app.settings import Settings
from tests.unit.dify.doubles import KEY, serving

SIGNER = Signer(SecretStr("a secret of the test's own"))
WAV = b"RIFF\x24\0\0\0WAVEfmt " + bytes(2000)
EN, ZH = CATALOGUES["en"], CATALOGUES["zh"]
IDS = {"task_id": "t-1", "message_id": "m-1", "conversation_id": "c-1"}


@dataclass
class App:
    """The upstream. ``events`` are what a question is answered with, ``sound`` and ``refusal`` what a voice is."""

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
            Route("/v1/parameters", self.parameters),
            Route("/v1/audio-to-text", self.hear, methods=["POST"]),
            Route("/v1/text-to-audio", self.speak, methods=["POST"]),
            Route("/v1/chat-messages", self.answer, methods=["POST"]),
        ]

    async def parameters(self, request: Request) -> Response:
        return JSONResponse({})

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


@dataclass
class Visitor:
    """One browser with its cookie, whose requests come from a page of this server."""

    http: httpx.AsyncClient
    user: str
    headers: dict[str, str]

    async def dictate(self, content: Any = WAV, **headers: str) -> httpx.Response:
        sent = {**self.headers, "Content-Type": "audio/wav", **headers}
        return await self.http.post("/audio", content=content, headers=sent)

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.http.get(path, headers=self.headers | headers)

    def hears(self, path: str) -> Any:
        return self.http.stream("GET", path, headers={**self.headers, "Range": "bytes=0-"})


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
async def chat(app: App, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Chat]:
    async with serving(Starlette(routes=app.routes())) as address, Client(address, SecretStr(KEY)) as client:
        chat = Chat("app-1", client, ledger, Runs(ledger, MemoryRunLog()))
        monkeypatch.setattr(services, "_current", Services(Settings(), SIGNER, chat))
        yield chat
        app.go_on.set()
        await chat.close()


@pytest.fixture
async def site(chat: Chat) -> AsyncIterator[str]:
    async with serving(Starlette(routes=ROUTES)) as address:
        yield address.removesuffix("/v1")


@pytest.fixture
async def http(site: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=site, timeout=20) as http:
        yield http


def somebody(http: httpx.AsyncClient) -> Visitor:
    value = SIGNER.new_visitor()
    origin = str(http.base_url).rstrip("/")
    return Visitor(http, SIGNER.user(f"{COOKIE}={value}"), {"Cookie": f"{COOKIE}={value}", "Origin": origin})


@pytest.fixture
def me(http: httpx.AsyncClient) -> Visitor:
    return somebody(http)


async def answered(chat: Chat, app: App, me: Visitor) -> LiveRun:
    app.events = [{"event": "message", "answer": "Because."}, {"event": "message_end", "id": "m-1"}]
    run = await chat.ask(me.user, "", "Why?", {})
    async with asyncio.timeout(10):
        await run.closed.wait()
    return run


async def test_what_was_said_is_told(me, app):
    response = await me.dictate(**{"Content-Type": "audio/wav; codecs=1"})
    assert (response.status_code, response.json()) == (200, {"text": "What was said."})
    assert response.headers["cache-control"] == "no-store"
    assert len(WAV) < app.received < len(WAV) + 1000


async def test_a_recording_passes_on_while_it_arrives(me, app):
    async def recording() -> AsyncIterator[bytes]:
        yield WAV
        async with asyncio.timeout(10):
            await app.arriving.wait()  # The upstream has the first piece before the last is sent.
        yield bytes(1000)

    assert (await me.dictate(recording())).status_code == 200
    assert app.received > len(WAV) + 1000


@pytest.mark.parametrize(
    ("content", "headers", "status", "key"),
    [
        (b"", {}, 400, "heard_nothing"),
        (b"OggS" + bytes(100), {}, 415, "recording_refused"),
        (WAV, {"Content-Type": "audio/webm"}, 415, "recording_refused"),
        (WAV, {"Content-Type": ""}, 415, "recording_refused"),
        (WAV + bytes(LARGEST), {}, 413, "recording_too_long"),
        (WAV, {"Origin": "https://elsewhere.example"}, 403, "error_forbidden"),
        (WAV, {"Sec-Fetch-Site": "cross-site"}, 403, "error_forbidden"),
        (WAV, {"Cookie": ""}, 401, "no_identity"),
        (WAV, {"Cookie": f"{COOKIE}=visitor-1.forged"}, 401, "no_identity"),
    ],
)
async def test_a_recording_that_is_not_taken_is_told_why_and_reaches_nobody(me, app, content, headers, status, key):
    response = await me.dictate(content, **headers)
    assert (response.status_code, response.json()) == (status, {"key": key, "args": {}})
    assert app.received == 0


async def test_a_recording_of_no_declared_length_breaks_off_above_the_limit(me, app):
    async def long() -> AsyncIterator[bytes]:
        yield WAV
        for _ in range(15 * 16):
            yield bytes(64 * 1024)

    response = await me.dictate(long())
    assert (response.status_code, response.json()["key"]) == (413, "recording_too_long")
    async with asyncio.timeout(5):
        await app.left.wait()


async def test_why_the_upstream_did_not_hear_is_told(me, app):
    app.refusal = JSONResponse({"code": "unsupported_audio_type", "message": "", "status": 415}, 415)
    response = await me.dictate()
    assert (response.status_code, response.json()["key"]) == (415, "recording_refused")


async def test_a_browser_that_leaves_breaks_off_its_recording(me, app, site):
    host, _, port = site.removeprefix("http://").partition(":")
    _, writer = await asyncio.open_connection(host, int(port))
    lines = [f"{name}: {value}" for name, value in me.headers.items()]
    lines += [f"Host: {host}:{port}", "Content-Type: audio/wav", f"Content-Length: {2**20}"]
    async with asyncio.timeout(10):
        writer.write("\r\n".join(["POST /audio HTTP/1.1", *lines, "", ""]).encode() + WAV)
        await app.arriving.wait()
        writer.transport.abort()
        await app.left.wait()


async def test_an_answer_is_read_while_its_sound_is_made(me, app, chat):
    run = await answered(chat, app, me)
    async with asyncio.timeout(10), me.hears(f"/speech/{run.message.id}") as response:
        assert (response.status_code, response.headers["content-type"]) == (200, "audio/mpeg")
        assert response.headers["cache-control"] == "private"
        assert response.headers["cross-origin-resource-policy"] == "same-origin"
        pieces = response.aiter_raw()
        assert await anext(pieces) == b"first "
        app.go_on.set()
        assert await anext(pieces) == b"second"
    assert app.spoke == [{"message_id": "m-1", "user": me.user, "streaming": True}]


@pytest.mark.parametrize("waits_first", [True, False], ids=["before the first sound", "in the middle"])
async def test_a_browser_that_leaves_ends_the_making_of_the_sound(me, app, chat, site, waits_first):
    run = await answered(chat, app, me)
    app.waits_first = waits_first
    host, _, port = site.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    async with asyncio.timeout(10):
        lines = [f"{name}: {value}" for name, value in me.headers.items()] + [f"Host: {host}:{port}"]
        writer.write("\r\n".join([f"GET /speech/{run.message.id} HTTP/1.1", *lines, "", ""]).encode())
        await app.asked.wait()
        if not waits_first:
            await reader.readuntil(b"first ")
        writer.transport.abort()
        await app.left.wait()


async def test_another_s_answer_and_none_at_all_are_not_there(me, app, chat, http):
    run = await answered(chat, app, me)
    other = somebody(http)
    for visitor, path in (
        (other, f"/speech/{run.message.id}"),
        (other, f"/speech/{run.message.id}?conversation={run.row.conversation_id}"),
        (other, f"/speech/run/{run.message.id}"),
        (other, "/speech/m-1"),
        (me, "/speech/none"),
        (me, "/speech/run/none"),
    ):
        response = await visitor.get(path)
        assert (response.status_code, response.text) == (404, EN.answer_gone)
        assert response.headers["cache-control"] == "no-store"
    assert (await me.get(f"/speech/{run.message.id}", Cookie="")).status_code == 404
    assert app.spoke == []


REFUSALS = [
    (Response("<h1>Internal Server Error</h1>", 500, media_type="text/html"), 502, "reading_failed"),
    (Response("<h1>Welcome</h1>", media_type="text/html"), 502, "reading_failed"),
    (JSONResponse({"code": "app_unavailable", "message": "", "status": 400}, 400), 403, "reading_off"),
    (JSONResponse({"code": "too_many_requests", "message": "", "status": 429}, 429), 503, "error_busy"),
]


@pytest.mark.parametrize(("refusal", "status", "key"), REFUSALS)
async def test_an_answer_that_cannot_be_read_is_told_in_a_sentence_of_the_visitor_s(
    me, app, chat, refusal, status, key
):
    run = await answered(chat, app, me)
    app.refusal = refusal
    for language, words in (("en", EN), ("zh-CN,zh;q=0.9", ZH)):
        response = await me.get(f"/speech/{run.message.id}", **{"Accept-Language": language})
        assert (response.status_code, response.text) == (status, getattr(words, key))
        assert response.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("path", ["/speech/{}", "/speech/run/{}"])
async def test_nothing_but_a_whole_sound_is_made_and_only_for_our_own_page(me, app, chat, http, path):
    path = path.format((await answered(chat, app, me)).message.id)
    for asked in ("bytes=0-1", "bytes=100-", "bytes=-5"):
        assert (await me.get(path, Range=asked)).status_code == 416
    assert (await http.head(path, headers=me.headers)).status_code == 405
    assert (await me.get(path, **{"Sec-Fetch-Site": "cross-site"})).status_code == 403
    assert app.spoke == []


@pytest.mark.parametrize(("sent", "told"), [("audio/wav", "audio/wav"), ("application/octet-stream", "audio/mpeg")])
async def test_a_sound_is_told_as_a_sound(me, app, chat, sent, told):
    run = await answered(chat, app, me)
    app.media_type = sent
    app.go_on.set()
    response = await me.get(f"/speech/{run.message.id}")
    assert (response.content, response.headers["content-type"]) == (b"first second", told)


async def test_the_sound_of_a_running_answer_comes_as_it_is_sent(me, app, chat):
    sounds = [{"event": "tts_message", "audio": base64.b64encode(piece).decode()} for piece in (b"one ", b"two ")]
    end = [{"event": "message_end", "id": "m-1"}, {"event": "tts_message_end", "audio": ""}]
    app.events = [{"event": "message", "answer": "Because."}, sounds[0], None, sounds[1], *end]
    run = await chat.ask(me.user, "", "Why?", {})
    async with asyncio.timeout(10), me.hears(f"/speech/run/{run.message.id}") as response:
        assert (response.status_code, response.headers["content-type"]) == (200, "audio/mpeg")
        pieces = response.aiter_raw()
        assert await anext(pieces) == b"one "
        app.go_on.set()
        assert await anext(pieces) == b"two "
        with pytest.raises(StopAsyncIteration):
            await anext(pieces)
    assert (await me.get(f"/speech/run/{run.message.id}")).content == b"one two "
    assert app.spoke == []
