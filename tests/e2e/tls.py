"""A proxy in front of a server, as one on the internet has it: it ends TLS at a port of its own and says who came.

Its certificate is one that nobody else trusts, made for these tests alone.
"""

import asyncio
import base64
import hashlib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_pem_x509_certificate

CERTIFICATE = Path(__file__).resolve().parents[1] / "fixtures" / "tls" / "localhost.pem"
CAME_FROM = "192.0.2.7"
PIECE = 65536


def trusted() -> str:
    """What a Chromium is told at its start to take the certificate for one of its own.

    A page for which it only overlooks what is wrong with one asks anew for each connection, and gives up after some 30
    times: "too many retries".
    """
    key = load_pem_x509_certificate(CERTIFICATE.read_bytes()).public_key()
    digest = hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    return f"--ignore-certificate-errors-spki-list={base64.b64encode(digest).decode()}"


@contextmanager
def in_front_of(port: int) -> Iterator[int]:
    """The proxy's port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="tls", daemon=True)
    thread.start()
    proxy = _Proxy(port)
    try:
        yield asyncio.run_coroutine_threadsafe(proxy.open(), loop).result(10)
    finally:
        asyncio.run_coroutine_threadsafe(proxy.close(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


class _Proxy:
    def __init__(self, to: int) -> None:
        self._to = to
        self._ways: set[asyncio.Task[None]] = set()

    async def open(self) -> int:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(CERTIFICATE)
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=tls)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        self._server.close()
        for way in self._ways:
            way.cancel()
        await asyncio.gather(*self._ways, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._ways.add(task := asyncio.current_task())  # type: ignore[arg-type]
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                await self._join(reader, writer)
            await _left(writer)
        finally:
            writer.transport.abort()
            self._ways.discard(task)  # type: ignore[arg-type]

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Until one side has no more to say."""
        head = await reader.readuntil(b"\r\n\r\n")
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self._to)
        there_writer.write(_passed_on(head))
        passing = [asyncio.create_task(_pass(*way)) for way in ((reader, there_writer), (there_reader, writer))]
        try:
            await asyncio.wait(passing, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in passing:
                way.cancel()
            await asyncio.gather(*passing, return_exceptions=True)
            await _left(there_writer)


async def _left(writer: asyncio.StreamWriter) -> None:
    """Close a connection once all is sent, and do not wait for ever for the other side to do so.

    A browser that has much else to do takes its time, and what it has not read by the end is lost to it.
    """
    writer.close()
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(20):
            await writer.wait_closed()


def _passed_on(head: bytes) -> bytes:
    """What the server is told. But for a socket's, a connection has one request, so that each is told of."""
    lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    socket = any(line.lower().startswith(b"upgrade:") for line in lines)
    kept = [line for line in lines if socket or not line.lower().startswith(b"connection:")]
    said = [f"X-Forwarded-For: {CAME_FROM}".encode(), b"X-Forwarded-Proto: https"]
    return b"\r\n".join([*kept, *said, *([] if socket else [b"Connection: close"])]) + b"\r\n\r\n"


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
