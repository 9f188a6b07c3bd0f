"""What the tests talk to in the API's place: answers given by hand, and real servers on the loopback."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Literal

import httpx
import uvicorn
from pydantic import SecretStr
from starlette.applications import Starlette

from app.dify import Client, Timeouts
from app.dify.body import Body
from tests.unit.prompt import PromptServer

KEY = "app-Zs7qT1lmV9Xw"
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
SIGNED = "/files/tools/a.png?timestamp=1&sign=x"

TOKEN = b'data: {"event": "message", "answer": "Hi"}\n\n'
PING = b"event: ping\n\n"
STREAM_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"


def client_of(answer: Callable[[httpx.Request], httpx.Response]) -> Client:
    """A client whose requests ``answer`` answers."""
    return client_over(httpx.MockTransport(answer))


def client_over(network: httpx.AsyncBaseTransport, address: str = "https://api.test/v1") -> Client:
    return Client(address, SecretStr(KEY), transport=network)


def client_at(address: str, timeouts: Timeouts | None = None) -> Client:
    return Client(address, SecretStr(KEY), timeouts or Timeouts())


async def read(client: Client) -> list[str]:
    """Ask, and give the names of the events that come."""
    async with client.chat.stream(query="Hi", user="u") as events:
        return [event.event async for event in events]


async def fetched(client: Client, address: str, part: str = "") -> tuple[Body, bytes]:
    """The file at an address that a message named, and all of its bytes."""
    async with client.fetch(address, part=part) as body:
        return body, b"".join([piece async for piece in body.aiter_bytes()])


class Noted:
    """Notes each request in :attr:`asked`, and answers it by ``answer``."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response]) -> None:
        self.answer = answer
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self.answer(request)


class Pieces(httpx.AsyncByteStream):
    """A body that arrives in pieces and knows whether it was closed."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces = pieces
        self.closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            yield piece

    async def aclose(self) -> None:
        self.closed = True


def streamed(*pieces: bytes) -> httpx.Response:
    return httpx.Response(200, headers={"Content-Type": "text/event-stream"}, stream=Pieces(pieces))


@asynccontextmanager
async def server(talk: Talk) -> AsyncIterator[str]:
    """The address of a server that has ``talk`` with each connection, and hangs up after it."""
    talks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks.add(task)
        try:
            await talk(reader, writer)
        except asyncio.CancelledError:
            pass
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
            talks.discard(task)

    listener = await asyncio.start_server(connected, "127.0.0.1", 0, backlog=1000)
    try:
        yield f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/v1"
    finally:
        listener.close()
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
        await listener.wait_closed()


@asynccontextmanager
async def serving(app: Starlette, ws: Literal["none", "wsproto"] = "none") -> AsyncIterator[str]:
    """The address of ``app`` behind a real server of HTTP."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        prompt = PromptServer(uvicorn.Config(app, lifespan="off", ws=ws, log_config=None, proxy_headers=False))
        task = asyncio.create_task(prompt.serve(sockets=[listener]))
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        finally:
            prompt.should_exit = True
            await task


async def read_request(reader: asyncio.StreamReader) -> bytes:
    """The next request with its body; b"" where the other side has hung up."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionResetError):
        return b""
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return head + await reader.readexactly(int(line.split(b":")[1]))
    return head


def json_answer(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def chunk(data: bytes) -> bytes:
    """``data`` as one chunk of a chunked body; b"" is the last one."""
    return b"%x\r\n%s\r\n" % (len(data), data)


def free_url() -> str:
    """An address at which nothing answers: no program is given that port."""
    return "http://127.0.0.1:9"
