"""Writing where others may write the same rows at the same time: another tab, or another process."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm.exc import StaleDataError

T = TypeVar("T")

OTHERS = 5  # writers of the same rows at the same time
_CROSSED = ("40001", "40P01")  # PostgreSQL's codes: what was read has changed, and two waited for each other


async def written(sessions: async_sessionmaker[AsyncSession], write: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """What ``write`` gives, in a transaction of its own. Where others wrote or took away the same rows meanwhile it
    begins anew, and finds theirs, as often as there may be others."""
    for _ in range(OTHERS):
        try:
            async with sessions.begin() as session:
                return await write(session)
        except (DBAPIError, StaleDataError) as error:
            if not _by_others(error):
                raise
    async with sessions.begin() as session:
        return await write(session)


def _by_others(error: DBAPIError | StaleDataError) -> bool:
    crossed = getattr(getattr(error, "orig", None), "sqlstate", "") in _CROSSED
    return isinstance(error, IntegrityError | StaleDataError) or crossed
