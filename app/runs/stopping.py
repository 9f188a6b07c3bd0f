"""A stop is a wish: only the stream's end confirms it, and until then the page says so.

An upstream answers every stop with success, also one that it does not take, and a chatbot takes none before its first
word; the stream of a stopped answer ends with an ordinary ``message_end`` within about a second.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Literal

from app.views import Notice

PATIENCE = 6.0  # seconds after a stop before the page says that the answer may still be running

STOPPING = Notice("turn_stopping")
STOPPED = Notice("turn_stopped")
UNSURE = Notice("turn_stop_unsure")

State = Literal["", "stopping", "stopped", "unsure"]

_TOLD: dict[State, Notice] = {"": STOPPING, "stopping": STOPPING, "stopped": STOPPED, "unsure": UNSURE}


@dataclass
class Stopping:
    """What became of one run's stop. ``wanted`` is set by the first wish, ``sent`` once the app was told."""

    state: State = ""
    sent: bool = False
    over: bool = False  # nothing more will be known of it
    told: Callable[[], None] = lambda: None  # what is called when either has changed
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def wanted(self) -> bool:
        return self.state != ""

    async def become(self, state: State) -> None:
        """Take on a state, unless the stop is confirmed: that is final."""
        async with self._changed:
            if self.state != "stopped":
                self.state = state
                self._changed.notify_all()
                self.told()

    async def end(self) -> None:
        async with self._changed:
            self.over = True
            self._changed.notify_all()
            self.told()

    async def late(self) -> None:
        """Be unsure of a stop that nothing has confirmed for a while."""
        await asyncio.sleep(PATIENCE)
        if self.state == "stopping":
            await self.become("unsure")

    async def notices(self) -> AsyncIterator[Notice]:
        """What a person is told of the stop, again whenever that changes, until it is confirmed or the run is over."""
        known: State = ""
        while known != "stopped":
            async with self._changed:
                while self.state == known and not self.over:
                    await self._changed.wait()
                if self.state == known:
                    return
                known = self.state
            yield _TOLD[known]
