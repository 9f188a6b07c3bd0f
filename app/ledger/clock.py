"""The times of rows: of what stands in one conversation each is later than the one before, whatever the clock does."""

import time

TICK = 1e-6  # seconds; less is nothing, so many seconds after 1970


def later(than: float) -> float:
    """Now, or a moment after ``than``: a clock that is set back puts no turn before the one that it follows."""
    return max(time.time(), than + TICK)
