"""The server of one process: uvicorn, with the bounds of ours."""

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import FrameType

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.wsproto_impl import WSProtocol
from wsproto.connection import ConnectionState

MESSAGE = 4_000_000  # bytes of a message of a page: Reflex lets through a million characters
PATIENCE = 30.0  # seconds in which a connection says what it wants
IDLE = 75  # seconds that one stays between two requests: a proxy in front gives it up first
REQUESTS = 5  # seconds in which open requests may end, once the server is asked to
LEAVE = 10  # seconds beyond that and the drain that the process may take to end
TICK = 1.0  # seconds for which the date in the headers of answers stands
_WHOLE_TEXT = 0x81  # begins the frame of a text that is whole (RFC 6455, 5.2)


class Http(H11Protocol):
    """One that does not say what it wants within :data:`PATIENCE` is let go; uvicorn would wait for ever."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._waiting = self.loop.call_later(PATIENCE, self._let_go)

    def connection_lost(self, exc: Exception | None) -> None:
        self._waiting.cancel()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._waiting.cancel()
        super().handle_websocket_upgrade(event)

    def _let_go(self) -> None:
        if self.cycle is None:
            self.transport.close()


class Socket(WSProtocol):
    """A WebSocket that takes short messages past wsproto, whose objects cost more than all else that sends one."""

    def write_now(self, text: str) -> bool:
        """Send ``text`` now. False, and nothing is done, where it must go the usual way: wait, or fail."""
        is_open = self.conn.state is ConnectionState.OPEN and not self.transport.is_closing()
        if not (is_open and self.writable.is_set()):
            return False
        payload = text.encode()
        if (length := len(payload)) < 126:
            head = bytes((_WHOLE_TEXT, length))
        elif length < 2**16:
            head = bytes((_WHOLE_TEXT, 126, length >> 8, length & 255))
        else:
            return False
        self.transport.write(head + payload)
        return True


class Server(uvicorn.Server):
    """Ends once, however often it is asked: a terminal asks all its processes, and their keeper asks this one."""

    def __init__(self, config: uvicorn.Config, where: str, drain: float) -> None:
        super().__init__(config)
        self._where = where
        self._drain = drain
        self._asked = asyncio.Event()
        self._wake: Callable[[], object] = self._asked.set

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(f"Parley listens at {self._where}.", flush=True)

    async def main_loop(self) -> None:
        """Until it is asked to end. Uvicorn would look ten times a second, at a tenth of what an answer costs."""
        self._wake = partial(asyncio.get_running_loop().call_soon_threadsafe, self._asked.set)
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                async with asyncio.timeout(TICK):
                    await self._asked.wait()

    def leave(self) -> None:
        """Ask it to end. A signal's handler may."""
        self.should_exit = True
        self._wake()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if not self.should_exit:
            self.leave()
            signal.alarm(int(REQUESTS + self._drain) + LEAVE)


def serve(host: str, port: int, drain: float) -> None:
    """Serve until the process is asked to end, and what is being answered has had ``drain`` seconds.

    Exits with a sentence where nothing can listen there.
    """
    listener = bound(host, port)
    name = f"[{host}]" if ":" in host else host
    Server(config("app.app:app"), f"http://{name}:{port}", drain).run([listener])


def config(app: ASGIApp | str, factory: bool = True) -> uvicorn.Config:
    """How ``app`` is served, or what the factory of that name makes."""
    made = uvicorn.Config(
        app,
        factory=factory,
        lifespan="on",
        http=Http,
        ws=Socket,
        ws_max_size=MESSAGE,
        ws_ping_interval=None,  # engine.io has its own
        ws_per_message_deflate=False,
        proxy_headers=False,  # PARLEY_TRUSTED_PROXIES says who is believed, whichever server it is
        server_header=False,
        access_log=False,
        log_level="warning",
        timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=REQUESTS,
    )
    logging.getLogger("uvicorn.error").addFilter(_untold)
    return made


def _untold(record: logging.LogRecord) -> bool:
    """Whether nobody else says it: a route whose answer breaks off says so itself, with the reason and a reference."""
    return record.msg != "ASGI callable returned without completing response."


def bound(host: str, port: int) -> socket.socket:
    """A socket at that address, which does not listen yet."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        sys.exit(f"Nothing can listen at {host}, port {port}: {error.strerror or error}.")
    return listener
