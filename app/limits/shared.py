"""The counts of all workers, in Redis."""

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from redis.exceptions import RedisError

from app.limits.memory import MemoryCounts
from app.limits.rates import Bucket, Full
from app.relay import Relay

LEASE = 30.0  # seconds for which what a worker holds counts after it was last heard of

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


# What is held stands in a sorted set a bucket, by the moment until which it counts: a worker that dies leaves nothing.
_HOLD = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local id, lease = ARGV[1], tonumber(ARGV[2])
for i, key in ipairs(KEYS) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
  redis.call('ZREMRANGEBYSCORE', key, now + lease + 1, '+inf')
  if redis.call('ZCARD', key) >= tonumber(ARGV[i + 2]) then return i end
end
for i, key in ipairs(KEYS) do
  redis.call('ZADD', key, now + lease, id)
  redis.call('PEXPIRE', key, lease)
end
return 0
"""
_KEEP = """
local time = redis.call('TIME')
local until_then = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[1])
for i, key in ipairs(KEYS) do
  redis.call('ZADD', key, until_then, ARGV[i + 1])
  redis.call('PEXPIRE', key, ARGV[1])
end
"""


class SharedCounts:
    """While Redis is away each worker counts by itself, from nothing: nobody is let through without any count, and
    nobody waits for it."""

    def __init__(self, relay: Relay) -> None:
        self._redis = relay.redis
        self._take = relay.redis.register_script(_TAKE)
        self._hold = relay.redis.register_script(_HOLD)
        self._keep = relay.redis.register_script(_KEEP)
        self._alone = MemoryCounts()
        self._keeping: asyncio.Task[None] | None = None
        self._leaving: set[asyncio.Task[None]] = set()

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

    async def hold(self, id: str, buckets: Sequence[Bucket]) -> Bucket | None:
        """A bucket that Redis could not be asked for has what this worker holds of it."""
        if not buckets:
            return None
        keys = [_key(bucket) for bucket in buckets]
        try:
            counts = [bucket.rate.count for bucket in buckets]
            full: Any = await self._hold(keys=keys, args=[id, int(LEASE * 1000), *counts])
        except (RedisError, OSError) as error:
            log.warning("limits are counted by this worker alone: %s", error)
            named = [replace(bucket, key=key) for bucket, key in zip(buckets, keys, strict=True)]
            if (refused := await self._alone.hold(id, named)) is not None:
                return buckets[named.index(refused)]
        else:
            if full:
                return buckets[int(full) - 1]
            self._alone.keep(id, keys)
        if self._keeping is None:
            self._keeping = asyncio.create_task(self._keep_all())
        return None

    def leave(self, id: str) -> None:
        keys = self._alone.held.get(id, [])
        self._alone.leave(id)
        if not self._alone.held and self._keeping is not None:
            self._keeping.cancel()
            self._keeping = None
        if keys:
            task = asyncio.create_task(self._left(id, keys))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    async def _left(self, id: str, keys: list[str]) -> None:
        with suppress(RedisError, OSError):  # It counts no longer than its lease.
            async with self._redis.pipeline(transaction=False) as pipe:
                for key in keys:
                    pipe.zrem(key, id)
                await pipe.execute()

    async def _keep_all(self) -> None:
        """Say of all that is held that it still is, also where Redis has lost it meanwhile."""
        while True:
            await asyncio.sleep(LEASE / 3)
            pairs = [(key, id) for id, keys in self._alone.held.items() for key in keys]
            with suppress(RedisError, OSError):
                await self._keep(keys=[key for key, _ in pairs], args=[int(LEASE * 1000), *(id for _, id in pairs)])

    async def _asked(self, keys: list[str], numbers: list[int]) -> tuple[int, int]:
        found: Any = await self._take(keys=keys, args=numbers)
        return int(found[0]), int(found[1])


def _key(bucket: Bucket) -> str:
    """Whose it is stands nowhere in Redis: an address would be somebody's."""
    return f"parley:limit:{hashlib.sha256(bucket.key.encode('utf-8', 'replace')).hexdigest()[:32]}"
