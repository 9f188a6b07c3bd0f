"""Who may have a ledger open: one server alone, or several processes that know of one another.

A server that knows of no other takes whatever runs in the ledger for its own, and what it does not know for dead: two
of them on one database would end each other's answers. What is held here ends with its process, however that dies.
"""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from app.ledger.engine import connected

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

MIGRATING, SERVING = 0x7061726C65790001, 0x7061726C65790002  # PostgreSQL's advisory locks: «parley», and a number
TRIES, PAUSE = 20, 0.25  # how often, and after how many seconds, a lock is tried that somebody has
LOOK = 5.0  # seconds between two looks at whether PostgreSQL still knows of us
# The network may be gone without a word: PostgreSQL then lets go of what a server held after half a minute.
_HEARD = {"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "4"}

log = logging.getLogger(__name__)


class LedgerTaken(Exception):
    """Another server has the ledger open. The text says so, and what can be done."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"Another server has {where} open, and each of two would end the other's answers. Stop the other one, give "
            "this one a database of its own (PARLEY_DATA_DIR or PARLEY_DATABASE_URL), or let both know of one another "
            "by the same PARLEY_REDIS_URL."
        )


@asynccontextmanager
async def open_to(url: str, *, alone: bool) -> AsyncIterator[None]:
    """Hold the ledger at ``url`` while the block lasts. Raises :class:`LedgerTaken`."""
    if (file := file_of(url)) is not None:
        async with _locked(file, alone=alone):
            yield
    elif url.startswith("sqlite"):
        yield  # in memory
    else:
        async with _listed(url, alone=alone):
            yield


@asynccontextmanager
async def migrating(url: str) -> AsyncIterator[None]:
    """Be the only one who migrates a SQLite file; the others wait. PostgreSQL's transaction has a lock for that."""
    file = file_of(url)
    if file is None or fcntl is None:
        yield
        return
    with file.with_name(f"{file.name}.migration.lock").open("a") as lock:
        await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)
        yield


def file_of(url: str) -> Path | None:
    """The file of a SQLite database; None where it is none, or in memory."""
    if not url.startswith("sqlite"):
        return None
    name = make_url(url).database
    return Path(name) if name and name != ":memory:" else None


@asynccontextmanager
async def _locked(file: Path, *, alone: bool) -> AsyncIterator[None]:
    """The kernel lets go of it when this process ends. The lock's file stays: were it taken away, two could be held."""
    if fcntl is None:
        yield
        return
    with file.with_name(f"{file.name}.lock").open("a") as lock:
        kind = (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB

        async def had() -> bool:
            try:
                fcntl.flock(lock, kind)
            except BlockingIOError:
                return False
            return True

        if not await _in_time(had):
            raise LedgerTaken(os.fspath(file))
        yield


@asynccontextmanager
async def _listed(url: str, *, alone: bool) -> AsyncIterator[None]:
    """The same in PostgreSQL, as long as a connection is there. One that is lost is made anew, and the lock with it."""
    lock = _Lock(url, alone)
    try:
        await lock.connect()
        if not await _in_time(lock.had):
            raise LedgerTaken("this database")
        keeper = asyncio.create_task(lock.keep())
        try:
            yield
        finally:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
    finally:
        await lock.close()


class _Lock:
    """An advisory lock of PostgreSQL's, which is held by a connection."""

    def __init__(self, url: str, alone: bool) -> None:
        self._url = url
        self._take = "pg_try_advisory_lock" if alone else "pg_try_advisory_lock_shared"
        self._connection: Any = None

    async def connect(self) -> None:
        self._connection = await connected(self._url, server_settings=_HEARD)

    async def had(self) -> bool:
        return bool((await self._connection.fetchrow(f"SELECT {self._take}($1)", SERVING))[0])

    async def keep(self) -> None:
        import asyncpg

        held = True
        while True:
            await asyncio.sleep(LOOK)
            try:
                if self._connection.is_closed():
                    await self.connect()
                    held = False
                if not held and not (held := await self.had()):
                    log.warning("the database was away, and somebody else holds it for a server: it is tried again")
                await self._connection.execute("SELECT")
            except (OperationalError, asyncpg.InterfaceError, asyncpg.PostgresError):
                pass  # It is away: once more, until it is back.

    async def close(self) -> None:
        if self._connection is not None:
            with suppress(OSError, TimeoutError):
                await self._connection.close(timeout=2)


async def _in_time(had: Callable[[], Awaitable[bool]]) -> bool:
    """Whether a lock could be had before long: whoever has it may be about to end."""
    for _ in range(TRIES):
        if await had():
            return True
        await asyncio.sleep(PAUSE)
    return await had()
