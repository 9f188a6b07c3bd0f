"""Sessions of the ledger's database: as many as ask may read, and of one SQLite file one at a time writes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import TimeoutError as NoTurn
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

TURN = 15.0  # seconds that a writer waits for those before it


class Sessions(async_sessionmaker[AsyncSession]):
    """Called, it makes a session to read with; :meth:`begin` gives one whose transaction ends with the block.

    Writers of SQLite wait here for each other, first come first served: SQLite lets one in and the others look again
    now and then, whoever is lucky next, and give up after some seconds. A transaction's statements each go through the
    event loop, so a hundred questions at once are enough for that.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__(engine, expire_on_commit=False)
        self._writers = asyncio.Semaphore(1 if engine.dialect.name == "sqlite" else 1000)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:  # type: ignore[override]
        try:
            async with asyncio.timeout(TURN):
                await self._writers.acquire()
        except TimeoutError:
            raise NoTurn("others write into the ledger, and did not end") from None
        try:
            async with super().begin() as session:
                yield session
        finally:
            self._writers.release()
