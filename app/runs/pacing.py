"""When a batch is due: the first token at once, then by a window that follows the tokens and grows with the load."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

WINDOW = 0.055
LONGEST_WINDOW = 0.4
PATIENCE = 1.15  # windows for which a batch waits for the token that makes it due


@dataclass
class Pacing:
    """When the next batch of a run is to be written. Times are the event loop's, in seconds.

    A batch is due with the first token that comes a ``window`` or longer after the last batch: that token does not wait
    at all, be they quick or slow; where none comes, what is there is due a little later. A frame's envelope weighs more
    than the few tokens in it, and each frame costs the page a drawing. The window widens while batches cannot be
    written as fast as they are made, up to 400 ms, and narrows again when they can.
    """

    window: float = WINDOW
    last: float = float("-inf")
    soon: bool = False  # a batch is due, and is written when what runs now has run
    _write: Callable[[], None] | None = None
    _planned: float = 0.0
    _handle: asyncio.Handle | None = None

    def begin(self, write: Callable[[], None]) -> None:
        """Let ``write`` be called whenever a batch is due, from now on until the :meth:`end`."""
        self._write = write

    def end(self) -> None:
        self._write = None
        if self._handle is not None:
            self._handle.cancel()
        self.soon, self._handle = False, None

    def gather(self) -> tuple[float, float]:
        """When the next batch is due, with a token that comes then or later, and when with none."""
        return self.last + self.window, self.last + self.window * PATIENCE

    def grown(self) -> None:
        """There is more to write. Nothing new where a batch is to be written :attr:`soon`."""
        if self.soon or self._write is None:
            return
        loop = asyncio.get_running_loop()
        now, (due, latest) = loop.time(), self.gather()
        if now >= due:
            if self._handle is not None:
                self._handle.cancel()
            self.soon, self._planned, self._handle = True, now, loop.call_soon(self._due)
        elif self._handle is None:
            self._planned, self._handle = latest, loop.call_at(latest, self._due)

    def _due(self) -> None:
        self.soon, self._handle = False, None
        if self._write is not None:
            self._write()
        now = asyncio.get_running_loop().time()
        self.flushed(now, now - self._planned)

    def flushed(self, now: float, late: float) -> None:
        """A batch was written at ``now``, ``late`` seconds after it was due.

        Where a token waited in vain for another one, the window counts from before: tokens that come a little less
        often than batches would else each wait longer than the one before, once one batch was late.
        """
        latest, spare = self.last + self.window * PATIENCE, self.window * (PATIENCE - 1)
        self.last = now - spare if latest <= now < latest + spare else now
        if late > self.window:
            self.window = min(LONGEST_WINDOW, self.window * 2)
        elif late < self.window / 4:
            self.window = max(WINDOW, self.window * 0.75)
