"""What is counted, and the one sum of it: how much of a rate is used up, and when there is room again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Rate:
    """At most ``count`` at once; what was taken comes back evenly, all of it within ``seconds``, or when it is left."""

    count: int
    seconds: float = 0.0


@dataclass(frozen=True)
class Bucket:
    """What is counted together, under ``key``; ``name`` is that of the limit, as a person is told of it."""

    name: str
    key: str
    rate: Rate


@dataclass(frozen=True)
class Full:
    """A bucket that has no room, until ``seconds`` from now."""

    bucket: Bucket
    seconds: float


class Counts(Protocol):
    async def take(self, buckets: Sequence[Bucket], cost: int = 1) -> Full | None:
        """Take ``cost`` from every bucket, or from none: then that which has room last. More than a whole bucket holds
        takes the whole of it."""
        ...

    async def hold(self, id: str, buckets: Sequence[Bucket]) -> Bucket | None:
        """Take one from every bucket until ``id`` is left, or from none: then one that has no room."""
        ...

    def leave(self, id: str) -> None:
        """Give back what is held under ``id``."""
        ...


def after(end: float, now: float, rate: Rate, cost: int) -> tuple[float, float]:
    """When all will have come back once ``cost`` is taken, and how long to wait until it can be: zero or less is now.

    ``end`` is when all has come back of what was taken. One that no taking can have left says that the clock was put
    back: nobody waits for the time that it showed before.
    """
    if not now <= end <= now + rate.seconds:
        end = now
    end += min(cost, rate.count) * rate.seconds / rate.count
    return end, end - rate.seconds - now
