"""A real PostgreSQL for the run of the tests, and databases of their own in it."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import psutil
import pytest

from app.ledger import Ledger
from app.ledger.rows import Base

# What would keep the data over a loss of power costs time.
QUICK = ("fsync", "synchronous_commit", "full_page_writes")
EVERY = ("search_index", *Base.metadata.tables)
# Without the triggers by which the audit log only grows.
CLEAR = "; ".join(["SET session_replication_role = replica", *(f"DELETE FROM {table}" for table in EVERY)])


class Postgres:
    """The databases of one of the test's processes."""

    def __init__(self, folder: Path, name: str) -> None:
        import pgserver

        self._server = pgserver.get_server(folder, cleanup_mode="delete")
        self._names = (f"{name}_{number}" for number in count())
        self._ledger = ""
        asyncio.run(self._do(*(f"ALTER SYSTEM SET {name} = off" for name in QUICK), "SELECT pg_reload_conf()"))

    def url(self, name: str = "postgres") -> str:
        return str(self._server.get_uri(name))

    async def _do(self, *statements: str, at: str = "postgres") -> None:
        import asyncpg

        connection = await asyncpg.connect(self.url(at))
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    @contextmanager
    def empty(self) -> Iterator[str]:
        """The address of a database with nothing in it."""
        name = next(self._names)
        asyncio.run(self._do(f"CREATE DATABASE {name}"))
        yield self.url(name)
        asyncio.run(self._do(f"DROP DATABASE {name} WITH (FORCE)"))

    def ledger(self) -> str:
        """The address of a ledger on its first day: the last test's, unless that has taken a table away."""
        asyncio.run(self._cleared())
        return self.url(self._ledger)

    async def _cleared(self) -> None:
        import asyncpg

        if self._ledger:
            try:
                return await self._do(CLEAR, at=self._ledger)
            except asyncpg.UndefinedTableError:
                await self._do(f"DROP DATABASE {self._ledger} WITH (FORCE)")
        self._ledger = next(self._names)
        await self._do(f"CREATE DATABASE {self._ledger}")
        async with Ledger.opened(self.url(self._ledger)):
            pass


class Lone:
    """A server that a test stops and starts, with one database, as ``url`` names it."""

    def __enter__(self) -> "Lone":
        import pgserver

        self._folder = Path(tempfile.mkdtemp(prefix="parley-postgres-"))
        self._server = pgserver.get_server(self._folder, cleanup_mode="delete")
        self.url = str(self._server.get_uri())
        return self

    def __exit__(self, *_: object) -> None:
        self._server.cleanup()

    def stop(self) -> None:
        """At once, as a loss of power would."""
        from pgserver import pg_ctl

        pg_ctl(["-w", "-m", "immediate", "stop"], pgdata=self._folder, user=self._server.system_user)

    def start(self) -> None:
        self._server.ensure_postgres_running()

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Nothing of it answers, and nothing says that it does not."""
        postmaster = psutil.Process(self._server.get_pid())
        processes = [postmaster, *postmaster.children()]
        for process in processes:
            with suppress(psutil.NoSuchProcess):  # one that cleans up comes and goes
                process.suspend()
        try:
            yield
        finally:
            for process in processes:
                with suppress(psutil.NoSuchProcess):
                    process.resume()


@pytest.fixture(scope="module")
def lone() -> Iterator[Lone]:
    """A server of the module's own, which may be stopped."""
    pytest.importorskip("pgserver", reason="pgserver has no PostgreSQL for this Python")
    with Lone() as server:
        yield server
