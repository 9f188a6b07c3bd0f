"""A way between a client and a server on this machine that breaks when it is told to: a small TCP proxy."""

import asyncio
import socket
import struct
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import Literal

PIECE = 4096  # bytes that are read at once, so that hardly anything waits here


@dataclass(frozen=True)
class Fault:
    """What becomes of an answer once it has passed as far as the last of the ``after``, found one behind the other, and
    ``bytes`` more: it is ``cut`` in good order, ``reset``, kept for ``seconds``, given no further (``stall``), or given
    on byte by byte (``split``)."""

    kind: Literal["cut", "reset", "delay", "stall", "split"]
    after: tuple[bytes, ...] = ()
    bytes: int = 0
    seconds: float = 0.15

    def place(self, passed: bytes) -> int | None:
        """Where it happens in an answer of which that much has come; None while that is not known."""
        at = 0
        for mark in self.after:
            if (found := passed.find(mark, at)) < 0:
                return None
            at = found + len(mark)
        return at + self.bytes if len(passed) >= at + self.bytes else None


class Proxy:
    """``port`` is where it listens while it is :meth:`open`. ``fault`` meets the answers to requests that begin with
    ``of``; ``asked`` counts these. ``buffer`` are the bytes that the system keeps of what a server has sent."""

    def __init__(self, to: int, of: bytes = b"POST /v1/chat-messages ", buffer: int = 0) -> None:
        self.port = 0
        self.fault: Fault | None = None
        self.asked = 0
        self._to, self._of, self._buffer = to, of, buffer
        self._flows = asyncio.Event()
        self._flows.set()
        self._ways: set[asyncio.Task[None]] = set()
        self._transports: set[asyncio.WriteTransport] = set()

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Proxy"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=PIECE)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for way in self._ways:
                way.cancel()
            await asyncio.gather(*self._ways, return_exceptions=True)

    def stall(self) -> None:
        """Take nothing more from the server, until :meth:`go_on`."""
        self._flows.clear()

    def go_on(self) -> None:
        self._flows.set()

    def reset_all(self) -> None:
        """Break every connection off, to both sides."""
        for transport in list(self._transports):
            _reset(transport)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._ways.add(task := asyncio.current_task())  # type: ignore[arg-type]
        there = await self._reached()
        transports = {writer.transport, there[1].transport}
        self._transports |= transports
        answers = _Answers()
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._ask(reader, there[1], answers))
                both.create_task(self._answer(there[0], writer, answers))
        except* (OSError, _Broken):
            pass
        finally:
            for transport in transports:
                transport.close()
            self._transports -= transports
            self._ways.discard(task)  # type: ignore[arg-type]

    async def _reached(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        there = socket.socket()
        if self._buffer:
            there.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._buffer)
        there.setblocking(False)
        await asyncio.get_running_loop().sock_connect(there, ("127.0.0.1", self._to))
        return await asyncio.open_connection(sock=there, limit=PIECE)

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answers: "_Answers") -> None:
        while piece := await reader.read(PIECE):
            if piece.startswith(self._of):
                self.asked += 1
                answers.begin(self.fault)
            writer.write(piece)
            await writer.drain()
        raise _Broken

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answers: "_Answers") -> None:
        while True:
            await self._flows.wait()
            if not (piece := await reader.read(PIECE)):
                raise _Broken
            before, fault, rest = answers.take(piece)
            await _give(writer, before)
            if fault is not None:
                await self._break(fault, writer)
            await _give(writer, rest, singly=answers.singly)

    async def _break(self, fault: Fault, writer: asyncio.StreamWriter) -> None:
        match fault.kind:
            case "cut":
                raise _Broken
            case "reset":
                _reset(writer.transport)
                raise _Broken
            case "delay":
                await asyncio.sleep(fault.seconds)
            case "stall":
                await asyncio.Event().wait()


@contextmanager
def apart(proxy: Proxy) -> Iterator[Callable[[], None]]:
    """Open a proxy in a thread of its own; gives what breaks off every connection."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="proxy", daemon=True)
    thread.start()
    way = proxy.open()

    async def reset() -> None:
        proxy.reset_all()

    asyncio.run_coroutine_threadsafe(way.__aenter__(), loop).result(10)
    try:
        yield lambda: asyncio.run_coroutine_threadsafe(reset(), loop).result(10)
    finally:
        asyncio.run_coroutine_threadsafe(way.__aexit__(None, None, None), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


class _Broken(Exception):
    """This connection is over."""


class _Answers:
    """The answer that passes now, and what is to become of it."""

    def __init__(self) -> None:
        self.singly = False
        self._fault: Fault | None = None
        self._passed = b""

    def begin(self, fault: Fault | None) -> None:
        self._fault, self._passed, self.singly = fault, b"", False

    def take(self, piece: bytes) -> tuple[bytes, Fault | None, bytes]:
        """What of ``piece`` passes, the fault if it comes now, and what stands behind it."""
        if (fault := self._fault) is None:
            return b"", None, piece
        start = len(self._passed)
        self._passed += piece
        if (place := fault.place(self._passed)) is None:
            return piece, None, b""
        self._fault, self.singly = None, fault.kind == "split"
        return piece[: place - start], fault, piece[place - start :]


async def _give(writer: asyncio.StreamWriter, piece: bytes, *, singly: bool = False) -> None:
    for part in [piece[at : at + 1] for at in range(len(piece))] if singly else [piece]:
        if part:
            writer.write(part)
            await writer.drain()
            if singly:
                await asyncio.sleep(0)  # so that each is a piece of the network of its own


def _reset(transport: asyncio.WriteTransport) -> None:
    """Close it as the system of a machine that has lost it would: at once, and with a reset."""
    with suppress(OSError):
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
