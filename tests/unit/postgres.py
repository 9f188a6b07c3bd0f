"""A real PostgreSQL for the run of the tests, and databases of their own in it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from app.ledger import Ledger
from app.ledger.rows import Base

# What would keep the data over a loss of power costs time.
QUICK = ("fsync", "synchronous_commit", "full_page_writes")
CLEAR = "; ".join(f"DELETE FROM {table}" for table in ("search_index", *Base.metadata.tables))


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
