"""What comes of an answer in small pieces, read in larger ones.

A token comes alone, and what it sets going (the parser, the reader's task, the decoder) finds the processor's caches
cold: most of what a token costs. Those that may wait for each other anyway go through all of it together.
"""

import asyncio

from app.dify.request import Gather

LARGEST = 64 * 2**10  # bytes that wait at most
_MAY_WAIT = b'"answer"'  # a piece of text has it, and what ends or changes an answer has not


class Gate(asyncio.Protocol):
    """Stands before a connection's own protocol.

    ``gather`` says for how many seconds a piece that has just come may wait; with 0 all that waits goes through.
    """

    def __init__(self, inner: asyncio.Protocol, gather: Gather) -> None:
        self._inner = inner
        self._gather = gather
        self._loop = asyncio.get_running_loop()
        self._waiting: list[bytes] = []
        self._size = 0
        self._timer: asyncio.TimerHandle | None = None

    @classmethod
    def before(cls, transport: asyncio.Transport, gather: Gather) -> None:
        inner = transport.get_protocol()
        assert isinstance(inner, asyncio.Protocol)
        transport.set_protocol(cls(inner, gather))

    def data_received(self, data: bytes) -> None:
        self._waiting.append(data)
        self._size += len(data)
        wait = self._gather() if _MAY_WAIT in data and self._size < LARGEST else 0.0
        if not wait:
            self._through()
        elif self._timer is None:
            self._timer = self._loop.call_later(wait, self._through)

    def eof_received(self) -> bool | None:
        self._through()
        return self._inner.eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        self._through()
        self._inner.connection_lost(exc)

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()

    def _through(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._waiting:
            data, self._waiting, self._size = b"".join(self._waiting), [], 0
            self._inner.data_received(data)
