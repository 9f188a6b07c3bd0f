"""Tokens that are taken once: which of them have been seen."""

import hashlib
import time
from typing import Protocol

from redis.asyncio import Redis

from app.identity.guests import LEEWAY, LONGEST, Guest, Unbelieved
from app.relay import Relay


class Once(Protocol):
    """Raises :class:`Unbelieved` for a token of that app which was taken before."""

    async def take(self, app: str, guest: Guest) -> None: ...


class OnceHere:
    """For a process that is alone. What it had seen it forgets when it ends, so it takes none older than it."""

    def __init__(self) -> None:
        self._since = int(time.time())  # A token says it in whole seconds.
        self._seen: dict[str, float] = {}

    async def take(self, app: str, guest: Guest) -> None:
        now = time.time()
        if guest.issued < self._since:
            raise Unbelieved("it was made before this server started")
        if (key := _key(app, guest)) in self._seen:
            raise Unbelieved("it was used before")
        while self._seen and (first := next(iter(self._seen))) and self._seen[first] < now:
            del self._seen[first]
        self._seen[key] = now + LONGEST + LEEWAY


class OnceForAll:
    """For several workers. Raises :class:`redis.exceptions.RedisError` where Redis is away."""

    def __init__(self, relay: Relay) -> None:
        self._redis: Redis = relay.redis

    async def take(self, app: str, guest: Guest) -> None:
        if not await self._redis.set(_key(app, guest), b"1", nx=True, ex=LONGEST + LEEWAY):
            raise Unbelieved("it was used before")


def _key(app: str, guest: Guest) -> str:
    return f"parley:once:{hashlib.sha256(f'{app} {guest.id}'.encode()).hexdigest()}"
