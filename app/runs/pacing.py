"""When a batch is due: the first token at once, then by a window that grows with the load."""

from dataclasses import dataclass

FIRST_WINDOW = 0.05
LONGEST_WINDOW = 0.4


@dataclass
class Pacing:
    """The window between two batches of a run, in seconds.

    A frame's envelope weighs more than the few tokens in it, so fewer and fuller frames save most of the bytes;
    50 ms is still below what a reader notices. The window widens while batches cannot be written as fast as they
    are made (``behind``), up to 400 ms, and narrows again when they can.
    """

    window: float = FIRST_WINDOW
    last: float = float("-inf")

    def wait(self, now: float) -> float:
        """Seconds until the next batch is due; 0 when it is due now. ``now`` is a monotonic clock's."""
        return max(0.0, self.last + self.window - now)

    def flushed(self, now: float, late: float) -> None:
        """A batch was written at ``now``, ``late`` seconds after it was due."""
        self.last = now
        if late > self.window:
            self.window = min(LONGEST_WINDOW, self.window * 2)
        elif late < self.window / 4:
            self.window = max(FIRST_WINDOW, self.window * 0.75)
