"""How late the event loop is: the one thing that makes everybody wait."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.metrics.counted import LOOP_LAG

LOOK = 1.0  # seconds between two looks


class _Watch:
    """A timer that begins anew when it has rung: there is no task to wake."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._wind()

    def _wind(self) -> None:
        self._due = self._loop.time() + LOOK
        self.timer = self._loop.call_at(self._due, self._rung)

    def _rung(self) -> None:
        LOOP_LAG.observe(max(self._loop.time() - self._due, 0.0))
        self._wind()


@asynccontextmanager
async def watched_loop() -> AsyncIterator[None]:
    """Observe it while the block lasts."""
    watch = _Watch()
    try:
        yield
    finally:
        watch.timer.cancel()
