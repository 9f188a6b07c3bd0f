"""engineio's WebSocket, with a way past its queue for what is sent many times a second."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from engineio.async_drivers.asgi import WebSocket
from engineio.async_server import AsyncServer
from engineio.async_socket import AsyncSocket
from engineio.packet import Packet

SEND = "parley.send"  # where a scope has the server's own ``send``, which stands below all middleware
_MESSAGE = "4"  # begins the frame of a message


class Wire(WebSocket):
    """A socket's way to the browser. All that it sends goes one after another.

    engineio's own writer waits for each packet in a task of its own with a timer of its own (``wait_for`` of
    Python 3.11), which costs more than the packet. Whether the browser is still there, its pings show.
    """

    def __init__(self, handler: Any, server: AsyncServer) -> None:
        super().__init__(handler, server)
        self._turn = asyncio.Lock()
        self._leaving: Any = None  # a message that the server sends by itself
        self._put: Any = None
        self._write_now: Callable[[str], bool] = _not_so
        socket: AsyncSocket = handler.__self__
        socket.poll = partial(_poll, socket)
        socket.wire = self

    async def __call__(self, environ: dict[str, Any]) -> Any:
        self._put = environ.get("asgi.scope", {}).get(SEND) or environ["asgi.send"]
        self._write_now = getattr(getattr(self._put, "__self__", None), "write_now", _not_so)
        environ.pop("wsgi.input", None)  # An object of a class of its own for each socket, which has no body.
        return await super().__call__(environ)

    async def send(self, message: str | bytes) -> None:
        async with self._turn:
            if self._leaving is not None:
                await self._leaving
                self._leaving = None
            await super().send(message)

    async def put(self, message: str) -> None:
        """Send ``message`` while nothing else is on its way.

        A server of ours (:class:`app.alone.Socket`) mostly writes it at once. Granian sends what it was given, waited
        for or not. To wait would wake the loop once more for each message, so who sends the next one waits where that
        must. Uvicorn raises where the socket has just gone, or been told that it shall: what stands above it will know
        in a moment.
        """
        if self._write_now(message):
            return
        sent = self._put({"type": "websocket.send", "bytes": None, "text": message})
        if hasattr(sent, "add_done_callback"):
            self._leaving = sent
        else:
            async with self._turn:
                with suppress(OSError, RuntimeError):
                    await sent

    @property
    def busy(self) -> bool:
        return self._turn.locked() or (self._leaving is not None and not self._leaving.done())


def _not_so(message: str) -> bool:
    return False


def install(server: AsyncServer) -> None:
    """Let ``server`` make its sockets with wires."""
    server._async = {**server._async, "websocket": Wire}


async def send(server: AsyncServer, id: str, message: str) -> None:
    """Send ``message`` to the socket of that id: at once where nothing else waits for it, else in its turn."""
    socket = server.sockets.get(id)
    wire: Wire | None = getattr(socket, "wire", None)
    if wire is None or wire.busy or not socket.queue.empty():
        await server.send(id, message)
    elif not socket.closed:
        await wire.put(_MESSAGE + message)


async def _poll(socket: AsyncSocket) -> list[Packet]:
    """All that waits to be sent, as soon as there is something; nothing, once the connection is closed."""
    packets = [await socket.queue.get()]
    socket.queue.task_done()
    while packets[-1] is not None and not socket.queue.empty():
        packets.append(socket.queue.get_nowait())
        socket.queue.task_done()
    if packets[-1] is not None:
        return packets
    if len(packets) > 1:
        socket.queue.put_nowait(None)
    return packets[:-1]
