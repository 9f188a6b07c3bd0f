"""When a batch is due: the first token at once, then by a window that follows the tokens and grows with the load."""

import asyncio
from dataclasses import dataclass, field

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
    _due: asyncio.Event = field(default_factory=asyncio.Event)
    _planned: float = 0.0
    _timer: asyncio.TimerHandle | None = None

    def wait(self, now: float) -> float:
        """Seconds from ``now`` for which a token that has just come may wait; 0 makes a batch due."""
        since = now - self.last
        return 0.0 if since >= self.window else self.window * PATIENCE - since

    def patience(self) -> float:
        """The same from now."""
        return self.wait(asyncio.get_running_loop().time())

    def grown(self) -> None:
        """There is more to write."""
        if self._due.is_set():
            return
        loop = asyncio.get_running_loop()
        wait = self.wait(loop.time())
        if not wait:
            self._planned = loop.time()
            self._due.set()
        elif self._timer is None:
            self._planned = loop.time() + wait
            self._timer = loop.call_at(self._planned, self._due.set)

    async def due(self) -> None:
        """Wait until a batch is due."""
        await self._due.wait()
        self._due.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def written(self) -> None:
        """The batch has been written."""
        now = asyncio.get_running_loop().time()
        self.flushed(now, now - self._planned)

    def flushed(self, now: float, late: float) -> None:
        """A batch was written at ``now``, ``late`` seconds after it was due."""
        self.last = now
        if late > self.window:
            self.window = min(LONGEST_WINDOW, self.window * 2)
        elif late < self.window / 4:
            self.window = max(WINDOW, self.window * 0.75)
