"""One worker's end of the relay: it listens to streams, shows that it lives, and sees who does not."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar, cast
from uuid import uuid4

from redis.asyncio import Redis
from redis.exceptions import RedisError

BEAT = 1.0  # seconds between two heartbeats
ALIVE = 3.5  # seconds for which a worker counts as alive after its last one
LISTEN = 1.0  # seconds for which one question for new entries waits
PATIENCE = 2.0  # seconds that Redis may take to answer
MOST = 1_000  # entries that are read at once, and that are kept of what is told to all or to one worker
LOCK = 30.0  # seconds for which a lock is held at most, and waited for

WORKERS = "parley:workers"

log = logging.getLogger(__name__)

T = TypeVar("T")
Take = Callable[[str, bytes], Awaitable[None]]


def answered(answer: Awaitable[T] | T) -> Awaitable[T]:
    """What the asyncio client gives; its types say that some of its commands may answer without being awaited."""
    return cast("Awaitable[T]", answer)


async def ended(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Cancel tasks that ask Redis, until they have ended: its client loses a cancellation that comes with an answer."""
    while waiting := [task for task in tasks if not task.done()]:
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting, timeout=0.1)


class Away(Exception):
    """Redis cannot be asked."""


async def greet(url: str) -> None:
    """Ask the Redis server at ``url`` whether it is there. Raises :class:`Away`."""
    redis: Redis = Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
    try:
        await answered(redis.ping())
    except (RedisError, OSError) as error:
        raise Away(str(error)) from error
    finally:
        await redis.aclose()


@dataclass
class _Stream:
    take: Take
    last: str  # the id of the newest entry that was taken


class Relay:
    """Open it with :meth:`opened`. Methods that ask Redis raise :class:`redis.exceptions.RedisError` while it is away.

    A stream's entries are taken in their order, each once, also after Redis was away. ``went`` are called at every
    heartbeat that it does not take, ``back`` once it is there again: it may have lost what it held. ``died`` is told
    the worker whose heartbeat has stopped, by one of the living alone; what it could not finish is told again.
    """

    def __init__(self, url: str) -> None:
        self.worker = uuid4().hex[:12]
        self.redis: Redis = Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
        self._ears: Redis = Redis.from_url(
            url, socket_timeout=LISTEN + PATIENCE, socket_connect_timeout=PATIENCE, single_connection_client=True
        )
        self.back: list[Callable[[], None]] = []
        self.went: list[Callable[[], None]] = []
        self.died: Callable[[str], Awaitable[None]] | None = None
        self._streams: dict[str, _Stream] = {}
        self._away = False
        self._blind = 0.0  # until then nobody is judged, in the loop's time
        self._heirs: dict[str, asyncio.Task[None]] = {}
        self._tasks: list[asyncio.Task[None]] = []

    @classmethod
    @asynccontextmanager
    async def opened(cls, url: str) -> "AsyncIterator[Relay]":
        """The relay over the Redis server at ``url``. Raises :class:`Away` where there is none."""
        relay = cls(url)
        try:
            try:
                await relay._show_life()
            except (RedisError, OSError) as error:
                raise Away(str(error)) from error
            await relay.listen(_told(relay.worker), _nothing, after="$")
            relay._tasks += [asyncio.create_task(relay._hear()), asyncio.create_task(relay._beat())]
            yield relay
        finally:
            await relay._rest()
            with suppress(RedisError, OSError):
                await answered(relay.redis.srem(WORKERS, relay.worker))
                await relay.redis.delete(_life(relay.worker), _told(relay.worker))
            await relay.redis.aclose()
            await relay._ears.aclose()

    async def _rest(self) -> None:
        await ended([*self._tasks, *self._heirs.values()])

    async def tell(self, stream: str, value: bytes) -> None:
        """Put ``value`` at the stream's end; the newest thousand stay there."""
        await self.redis.xadd(stream, {b"v": value}, maxlen=MOST, approximate=True)

    async def listen(self, stream: str, take: Take, after: str = "0") -> None:
        """Let ``take`` have every entry after that id, as id and value; ``$`` is the newest that there is now."""
        if after == "$":
            newest = await self.redis.xrevrange(stream, count=1)
            after = newest[0][0].decode() if newest else "0"
        self._streams[stream] = _Stream(take, after)
        await self.tell(_told(self.worker), b"")  # so that the question that waits just now is asked anew

    def leave(self, stream: str) -> None:
        """Listen to it no more."""
        self._streams.pop(stream, None)

    def hear_commands(self, take: Callable[[bytes], Awaitable[None]]) -> None:
        """Let ``take`` have what :meth:`command` sends to this worker."""

        async def taken(_id: str, value: bytes) -> None:
            if value:
                await take(value)

        self._streams[_told(self.worker)].take = taken

    async def command(self, worker: str, value: bytes) -> None:
        """Tell one worker."""
        await self.tell(_told(worker), value)

    async def workers(self) -> set[str]:
        """Those that are registered, with the dead that nobody has looked after yet."""
        return {worker.decode() for worker in await answered(self.redis.smembers(WORKERS))}

    def lock(self, name: str) -> AbstractAsyncContextManager[object]:
        """A lock that one of all workers' tasks holds at a time, for half a minute at most."""
        return self.redis.lock(f"parley:lock:{name}", timeout=LOCK, blocking_timeout=LOCK)

    async def _hear(self) -> None:
        while True:
            try:
                await self._hear_once()
            except (RedisError, OSError) as error:
                self._went(error)
                await asyncio.sleep(BEAT)

    async def _hear_once(self) -> None:
        places: dict[Any, Any] = {name: stream.last for name, stream in self._streams.items()}
        found = await self._ears.xread(places, count=MOST, block=int(LISTEN * 1000))
        for name, entries in found:
            for id, fields in entries:
                if (stream := self._streams.get(name.decode())) is None:
                    break
                stream.last = id.decode()
                try:
                    await stream.take(stream.last, fields[b"v"])
                except Exception:
                    # The edge of what others sent: one entry that cannot be taken must not keep those behind it.
                    log.exception("an entry of %s could not be taken", name.decode())

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            try:
                await self._show_life()
                await self._look_round()
            except (RedisError, OSError) as error:
                self._went(error)
                for call in self.went:
                    call()

    async def _show_life(self) -> None:
        async with self.redis.pipeline(transaction=False) as pipe:
            pipe.set(_life(self.worker), b"1", px=int(ALIVE * 1000), get=True)
            pipe.sadd(WORKERS, self.worker)
            pipe.expire(_told(self.worker), 60)
            known, *_ = await pipe.execute()
        if known is None or self._away:
            # We are new, or Redis was away, or all have been asleep: the others need a moment to show theirs as well.
            self._blind = asyncio.get_running_loop().time() + ALIVE
        if self._away:
            self._away = False
            log.info("redis is back")
            for call in self.back:
                call()

    async def _look_round(self) -> None:
        now = asyncio.get_running_loop().time()
        others = sorted(await self.workers() - {self.worker})
        if not others or now < self._blind or self.died is None:
            return
        mine, *signs = await self.redis.mget([_life(worker) for worker in (self.worker, *others)])
        if mine is None:
            return  # All have been asleep, since we have just shown ours.
        for worker in (worker for worker, sign in zip(others, signs, strict=True) if sign is None):
            heir = await self.redis.set(f"parley:heir:{worker}", self.worker, nx=True, px=int(LOCK * 1000))
            if heir and worker not in self._heirs:
                self._heirs[worker] = asyncio.create_task(self._inherit(worker))

    async def _inherit(self, worker: str) -> None:
        assert self.died is not None
        log.warning("worker %s has died: its runs are looked after", worker)
        try:
            await self.died(worker)
            await answered(self.redis.srem(WORKERS, worker))
        except (RedisError, OSError) as error:
            self._went(error)
        except Exception:
            log.exception("what worker %s left could not be looked after", worker)
        finally:
            self._heirs.pop(worker, None)

    def _went(self, error: Exception) -> None:
        if not self._away:
            log.error("redis is away: %s", error)
        self._away = True


def _life(worker: str) -> str:
    return f"parley:worker:{worker}:alive"


def _told(worker: str) -> str:
    return f"parley:worker:{worker}:told"


async def _nothing(_id: str, _value: bytes) -> None:
    pass
