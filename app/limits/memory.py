"""The counts of one process."""

from collections import Counter
from collections.abc import Sequence
from time import monotonic

from app.limits.rates import Bucket, Full, after

MOST = 100_000  # buckets that are known; of more, those that are nearest to being empty are forgotten
SLACK = 1e-6  # seconds; sums of fractions are not exact


class MemoryCounts:
    """Of each bucket the moment when all that was taken has come back; one that has come back needs no place. What is
    held is counted by itself."""

    def __init__(self) -> None:
        self._ends: dict[str, float] = {}
        self.held: dict[str, list[str]] = {}  # the keys of the buckets, by the ids of what was taken from them
        self._taken = Counter[str]()

    async def take(self, buckets: Sequence[Bucket], cost: int = 1) -> Full | None:
        now = monotonic()
        sums = [after(self._ends.get(bucket.key, now), now, bucket.rate, cost) for bucket in buckets]
        waits = [Full(bucket, wait) for bucket, (_, wait) in zip(buckets, sums, strict=True) if wait > SLACK]
        if waits:
            return max(waits, key=lambda full: full.seconds)
        self._ends.update((bucket.key, end) for bucket, (end, _) in zip(buckets, sums, strict=True))
        if len(self._ends) > MOST:
            self._forget(now)
        return None

    async def hold(self, id: str, buckets: Sequence[Bucket]) -> Bucket | None:
        full = next((bucket for bucket in buckets if self._taken[bucket.key] >= bucket.rate.count), None)
        if full is None:
            self.keep(id, [bucket.key for bucket in buckets])
        return full

    def keep(self, id: str, keys: list[str]) -> None:
        """Take one from each, whether there is room or not."""
        self.held[id] = keys
        self._taken.update(keys)

    def leave(self, id: str) -> None:
        for key in self.held.pop(id, []):
            self._taken[key] -= 1
            if not self._taken[key]:
                del self._taken[key]

    def _forget(self, now: float) -> None:
        """What has come back, and of the rest as much as leaves half the places free."""
        left = sorted(((end, key) for key, end in self._ends.items() if end > now), reverse=True)
        self._ends = {key: end for end, key in left[: MOST // 2]}
