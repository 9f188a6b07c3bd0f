"""The counts of one process."""

from collections.abc import Sequence
from time import monotonic

from app.limits.rates import Bucket, Full, after

MOST = 100_000  # buckets that are known; of more, those that are nearest to being empty are forgotten
SLACK = 1e-6  # seconds; sums of fractions are not exact


class MemoryCounts:
    """Of each bucket the moment when all that was taken has come back; one that has come back needs no place."""

    def __init__(self) -> None:
        self._ends: dict[str, float] = {}

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

    def _forget(self, now: float) -> None:
        """What has come back, and of the rest as much as leaves half the places free."""
        left = sorted(((end, key) for key, end in self._ends.items() if end > now), reverse=True)
        self._ends = {key: end for end, key in left[: MOST // 2]}
