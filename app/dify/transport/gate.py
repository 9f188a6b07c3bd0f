"""What comes of an answer in small pieces, read in larger ones.

A token comes alone, and what it sets going (the parser, the reader's task, the decoder) finds the processor's caches
cold: most of what a token costs. Those that may wait for each other anyway go through all of it together.
"""

import asyncio
from collections.abc import Callable

from app.dify.request import Gather

LARGEST = 64 * 2**10  # bytes that wait at most
_MAY_WAIT = b'"answer"'  # a piece of text has it, and what ends or changes an answer has not


class Gate(asyncio.Protocol):
    """Stands before a connection's own protocol. ``gather`` says how long a piece that has come may wait."""

    def __init__(self, inner: asyncio.Protocol, gather: Gather) -> None:
        self._inner = inner
        self._gather = gather
        self._loop = asyncio.get_running_loop()
        self._clock = self._loop.time
        self._waiting: list[bytes] = []
        self._size = 0
        self._due = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._heard = self._clock()  # when something came last
        self._watch: asyncio.TimerHandle | None = None

    @classmethod
    def before(cls, transport: asyncio.Transport, gather: Gather) -> "Gate":
        inner = transport.get_protocol()
        assert isinstance(inner, asyncio.Protocol)
        gate = cls(inner, gather)
        transport.set_protocol(gate)
        return gate

    def data_received(self, data: bytes) -> None:
        self._heard = now = self._clock()
        self._waiting.append(data)
        self._size += len(data)
        if _MAY_WAIT in data and self._size < LARGEST:
            if self._timer is None:
                self._due, latest = self._gather()
                if now < self._due:
                    self._timer = self._loop.call_at(latest, self._through)
                    return
            elif now < self._due:
                return
        self._through()

    def eof_received(self) -> bool | None:
        self._through()
        return self._inner.eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        self._through()
        self._inner.connection_lost(exc)
        self._unwatched()

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()

    def watch(self, patience: float, listens: Callable[[], bool], silent: Callable[[], None]) -> None:
        """Call ``silent`` once nothing has come for ``patience`` seconds while the reader ``listens``.

        One timer that is set again when it is over costs nothing; one for each piece costs as much as reading it.
        """
        now = self._clock()
        if not listens():
            self._heard = now
        if now - self._heard >= patience:
            silent()
        else:
            self._watch = self._loop.call_at(self._heard + patience, self.watch, patience, listens, silent)

    def leave(self, transport: asyncio.Transport) -> None:
        """The stream has ended; its connection may serve others."""
        self._unwatched()
        if transport.get_protocol() is self:
            transport.set_protocol(self._inner)

    def _unwatched(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None

    def _through(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._waiting:
            data, self._waiting, self._size = b"".join(self._waiting), [], 0
            self._inner.data_received(data)
