"""The server of one process: what it does with connections that uvicorn would bear with."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import ClassVar
from urllib.parse import urlsplit

import aiohttp
import pytest
from starlette.applications import Starlette
from starlette.endpoints import WebSocketEndpoint
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from uvicorn.server import ServerState

from app import alone

SOCKET = "the server's own"


class Echo(WebSocketEndpoint):
    encoding = "text"

    async def on_receive(self, websocket: WebSocket, data: str) -> None:
        await websocket.send_text(f"{len(data)}")


class Parrot(WebSocketEndpoint):
    """Says again what it hears, past the app's own ``send``; or says that it could not."""

    encoding = "text"
    sockets: ClassVar[list[alone.Socket]] = []

    async def on_receive(self, websocket: WebSocket, data: str) -> None:
        self.sockets.append(websocket.scope[SOCKET])
        written = self.sockets[-1].write_now(data)
        await websocket.send_text("written" if written else "not written")


class Ready(alone.Server):
    """Says when it listens."""

    def __init__(self, *given) -> None:
        super().__init__(*given)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


async def half(scope: Scope, receive: Receive, send: Send) -> None:
    """Leaves its answer without an end, as a route does whose upstream breaks off."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"10")]})
    await send({"type": "http.response.body", "body": b"half", "more_body": True})


@asynccontextmanager
async def serving() -> AsyncIterator[str]:
    """The address of a small app that is served as the whole one is."""
    routes = [
        Route("/", lambda request: PlainTextResponse("here")),
        Route("/whence", lambda request: PlainTextResponse(f"{request.url.scheme} {request.client.host}")),
        WebSocketRoute("/echo", Echo),
        WebSocketRoute("/parrot", Parrot),
        Mount("/half", half),
    ]
    app = Starlette(routes=routes)

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, SOCKET: send.__self__} if scope["type"] == "websocket" else scope, receive, send)

    listener = alone.bound("127.0.0.1", 0)
    server = Ready(alone.config(served, factory=False), "nowhere", 0)
    running = asyncio.create_task(server.serve([listener]))
    await server.ready.wait()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.leave()
        await running


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: here\r\n"], ids=["nothing", "half a request"])
async def test_a_connection_that_does_not_say_what_it_wants_is_let_go(monkeypatch, said: bytes) -> None:
    monkeypatch.setattr(alone, "PATIENCE", 0.1)
    async with serving() as url, asyncio.timeout(10):
        reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(url).port)
        writer.write(said)
        assert await reader.read() == b""
        writer.close()


async def test_one_that_does_stays_and_so_does_a_socket(monkeypatch) -> None:
    monkeypatch.setattr(alone, "PATIENCE", 2.0)
    async with serving() as url, asyncio.timeout(10), aiohttp.ClientSession() as session:
        async with session.get(url) as answer:
            assert await answer.text() == "here"
            assert "server" not in answer.headers
        async with session.ws_connect(f"{url}/echo") as talk:
            await asyncio.sleep(2.2)
            await talk.send_str("x" * 1_000_000)
            assert await talk.receive_str() == "1000000"


async def test_a_head_without_an_end_is_refused_before_it_fills_the_memory() -> None:
    async with serving() as url, asyncio.timeout(10):
        reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(url).port)
        writer.write(b"GET / HTTP/1.1\r\nHost: here\r\nX-Long: " + b"x" * 400_000)
        with suppress(ConnectionResetError):  # The end of what it does not read may overtake its answer.
            assert (await reader.read()).startswith(b"HTTP/1.1 400 ")
        writer.close()


async def test_nobody_but_the_setting_says_whom_a_request_comes_from() -> None:
    async with serving() as url, aiohttp.ClientSession() as session:
        made_up = {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"}
        async with session.get(f"{url}/whence", headers=made_up) as answer:
            assert await answer.text() == "http 127.0.0.1"


async def test_an_answer_that_breaks_off_ends_its_connection_and_is_told_by_its_route_alone(capsys) -> None:
    async with serving() as url, asyncio.timeout(10), aiohttp.ClientSession() as session:
        answer = await session.get(f"{url}/half/")
        with pytest.raises(aiohttp.ClientPayloadError):
            await answer.read()
    assert capsys.readouterr().err == ""


async def test_a_message_that_no_page_sends_ends_its_socket() -> None:
    async with serving() as url, aiohttp.ClientSession() as session, session.ws_connect(f"{url}/echo") as talk:
        async with asyncio.timeout(10):
            await talk.send_str("x" * (alone.MESSAGE + 1))
            assert (await talk.receive()).data == aiohttp.WSCloseCode.MESSAGE_TOO_BIG


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65_535])
async def test_a_text_is_written_at_once_byte_by_byte(length: int) -> None:
    async with serving() as url, aiohttp.ClientSession() as session, session.ws_connect(f"{url}/parrot") as talk:
        async with asyncio.timeout(10):
            await talk.send_str(said := ("é" + "x" * (length - 2))[:length])
            assert await talk.receive_str() == said
            assert await talk.receive_str() == "written"


async def test_one_that_is_longer_goes_the_usual_way() -> None:
    async with serving() as url, aiohttp.ClientSession() as session, session.ws_connect(f"{url}/parrot") as talk:
        async with asyncio.timeout(10):
            await talk.send_str("é" * 32_768)
            assert await talk.receive_str() == "not written"


async def test_nothing_is_written_to_a_socket_that_takes_nothing_or_is_not_open() -> None:
    config = alone.config(Starlette(), factory=False)
    assert not alone.Socket(config, ServerState(), {}).write_now("before it is open")
    async with serving() as url, asyncio.timeout(10), aiohttp.ClientSession() as session:
        async with session.ws_connect(f"{url}/parrot") as talk:
            await talk.send_str("here")
            assert [await talk.receive_str(), await talk.receive_str()] == ["here", "written"]
            server = Parrot.sockets[-1]
            server.pause_writing()
            assert not server.write_now("while nothing is taken")
            server.resume_writing()
            assert server.write_now("again")
            assert await talk.receive_str() == "again"
            await talk.close()
        assert not server.write_now("after it was closed")


async def test_it_ends_as_soon_as_it_is_asked(monkeypatch) -> None:
    monkeypatch.setattr(alone, "TICK", 60)
    async with asyncio.timeout(10):
        async with serving() as url, aiohttp.ClientSession() as session, session.get(url) as answer:
            assert "date" in answer.headers


def test_a_port_that_is_taken_is_told_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SystemExit) as told:
        alone.bound("127.0.0.1", port := taken.getsockname()[1])
    assert told.value.code == f"Nothing can listen at 127.0.0.1, port {port}: Address already in use."
