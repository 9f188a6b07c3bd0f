"""engineio's WebSocket, with a way past its queue for what is sent many times a second."""

import asyncio
from functools import partial
from typing import Any

from engineio.async_drivers.asgi import WebSocket
from engineio.async_server import AsyncServer
from engineio.async_socket import AsyncSocket
from engineio.packet import Packet

_MESSAGE = "4"  # begins the frame of a message


class Wire(WebSocket):
    """A socket's way to the browser. All that it sends goes one after another.

    engineio's own writer waits for each packet in a task of its own with a timer of its own (``wait_for`` of
    Python 3.11), which costs more than the packet. Whether the browser is still there, its pings show.
    """

    def __init__(self, handler: Any, server: AsyncServer) -> None:
        super().__init__(handler, server)
        self._turn = asyncio.Lock()
        socket: AsyncSocket = handler.__self__
        socket.poll = partial(_poll, socket)
        socket.wire = self

    async def send(self, message: str | bytes) -> None:
        async with self._turn:
            await super().send(message)

    @property
    def busy(self) -> bool:
        return self._turn.locked()


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
        await wire.send(_MESSAGE + message)


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
