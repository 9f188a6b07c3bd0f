"""A bell that any number of tasks can wait for."""

import asyncio
from contextlib import suppress


class Bell:
    """Each ring ends the waits that began before it.

    Take the :meth:`next` ring first, look whether there is something to do, and wait only then: so no ring is missed.
    """

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def ring(self) -> None:
        self._next.set()
        self._next = asyncio.Event()

    def next(self) -> asyncio.Event:
        return self._next


async def within(event: asyncio.Event, seconds: float | None) -> None:
    """Waits for ``event``, at most ``seconds``."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
