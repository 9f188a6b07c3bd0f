"""Waiting for what another thread does: a test, or the other end of the connection."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable

from ..script import Cut, Hold, Rest, Wait


class Gates:
    """Where :class:`Hold` waits, by its name. A test and the server's thread come here in one moment."""

    def __init__(self) -> None:
        self._let_through = Counter[str]()
        self._open: set[str] = set()
        self._over = False
        self._alone = threading.Lock()

    def release(self, name: str) -> None:
        """Let one through."""
        with self._alone:
            self._let_through[name] += 1

    def open(self, name: str) -> None:
        """Let everybody through from now on."""
        self._open.add(name)

    def end(self) -> None:
        """Nobody waits here any more, whatever the name."""
        self._over = True

    def passed(self, name: str) -> bool:
        with self._alone:
            if self._over or name in self._open:
                return True
            if not self._let_through[name]:
                return False
            self._let_through[name] -= 1
            return True


async def wait(step: Wait, gates: Gates, unless: Callable[[], bool] = lambda: False) -> None:
    """Do ``step``, no longer than until ``unless`` is true. Raises ConnectionAbortedError for a :class:`Cut`."""
    match step:
        case Rest():
            await until(unless, step.seconds)
        case Hold():
            await until(lambda: unless() or gates.passed(step.name))
        case Cut():
            raise ConnectionAbortedError("the script drops the connection here")


async def until(done: Callable[[], bool], seconds: float = float("inf")) -> None:
    """Poll, since it is another thread that lets go."""
    deadline = time.monotonic() + seconds
    while not done() and (left := deadline - time.monotonic()) > 0:  # noqa: ASYNC110
        await asyncio.sleep(min(0.01, left))
