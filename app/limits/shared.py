"""The counts of all workers, in Redis."""

import hashlib
import logging
from collections.abc import Sequence
from typing import Any

from redis.exceptions import RedisError

from app.limits.memory import MemoryCounts
from app.limits.rates import Bucket, Full
from app.relay import Relay

log = logging.getLogger(__name__)

# As app.limits.rates.after, in microseconds of Redis's own clock, which all workers share. Either every bucket is
# taken from or none. A bucket's key is gone once all has come back.
_TAKE = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local cost = tonumber(ARGV[1])
local ends, worst, at = {}, 0, 0
for i, key in ipairs(KEYS) do
  local count, span = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  local last = tonumber(redis.call('GET', key) or now)
  if last < now or last > now + span then last = now end
  ends[i] = math.floor(last + math.min(cost, count) * span / count)
  local wait = ends[i] - span - now
  if wait > worst then worst, at = wait, i end
end
if at > 0 then return {at, worst} end
for i, key in ipairs(KEYS) do
  redis.call('SET', key, string.format('%.0f', ends[i]), 'PX', math.ceil((ends[i] - now) / 1000) + 1)
end
return {0, 0}
"""


class SharedCounts:
    """While Redis is away each worker counts by itself, from nothing: nobody is let through without any count, and
    nobody waits for it."""

    def __init__(self, relay: Relay) -> None:
        self._take = relay.redis.register_script(_TAKE)
        self._alone = MemoryCounts()

    async def take(self, buckets: Sequence[Bucket], cost: int = 1) -> Full | None:
        if not buckets:
            return None
        rates = [number for bucket in buckets for number in (bucket.rate.count, int(bucket.rate.seconds * 1e6))]
        keys = [_key(bucket) for bucket in buckets]
        try:
            at, wait = await self._asked(keys, [cost, *rates])
        except (RedisError, OSError) as error:
            log.warning("limits are counted by this worker alone: %s", error)
            return await self._alone.take(buckets, cost)
        return Full(buckets[at - 1], wait / 1e6) if at else None

    async def _asked(self, keys: list[str], numbers: list[int]) -> tuple[int, int]:
        found: Any = await self._take(keys=keys, args=numbers)
        return int(found[0]), int(found[1])


def _key(bucket: Bucket) -> str:
    """Whose it is stands nowhere in Redis: an address would be somebody's."""
    return f"parley:limit:{hashlib.sha256(bucket.key.encode('utf-8', 'replace')).hexdigest()[:32]}"
