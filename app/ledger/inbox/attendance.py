"""Who is there for the customers of an app, and which of them wait for somebody."""

import time
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger.clock import TICK
from app.ledger.inbox.rows import Agent
from app.ledger.rows import Conversation, is_
from app.ledger.writing import written

HERE = 60.0  # seconds for which an agent counts as there who does not come again
MOST = 500  # customers who wait
LONGEST_CONTACT = 254  # characters
_SOME: ColumnElement[int] = literal_column("0")  # as it stands in the index of those who wait


_WAIT = (Conversation.waits_since > _SOME, Conversation.deleted_at.is_(None))


@dataclass(frozen=True)
class Waits:
    """A conversation whose person has waited since then for somebody to come, or to answer."""

    app: str
    id: str
    name: str
    since: float


class Attendance:
    _session: async_sessionmaker[AsyncSession]

    async def attended(self, apps: Collection[str]) -> set[str]:
        """Those of the apps for which an agent is there."""
        query = select(Agent.apps).where(Agent.came_at > time.time() - HERE)
        async with self._session() as session:
            return {app for theirs in await session.scalars(query) for app in theirs} & set(apps)

    async def calling(self, apps: Collection[str]) -> list[Conversation]:
        """Those whose person waits for somebody to come, the newest calls first: their pages are likely to be open."""
        query = select(Conversation).where(*_WAIT, Conversation.app.in_(list(apps)), Conversation.status == "waiting")
        async with self._session() as session:
            return list(await session.scalars(query.order_by(Conversation.waits_since.desc()).limit(MOST)))

    async def waiting(self, apps: Collection[str]) -> list[Waits]:
        """Those who wait in these apps, whoever has waited longest first."""
        c = Conversation
        query = select(c.app, c.id, c.name, c.waits_since).where(*_WAIT, c.app.in_(list(apps)))
        async with self._session() as session:
            return [Waits(*row) for row in await session.execute(query.order_by(c.waits_since).limit(MOST))]

    async def waiting_in(self) -> dict[str, tuple[int, float]]:
        """How many wait in each app where anybody does, and since when whoever has waited longest."""
        query = select(Conversation.app, func.count(), func.min(Conversation.waits_since)).where(*_WAIT)
        async with self._session() as session:
            return {
                app: (count, since) for app, count, since in await session.execute(query.group_by(Conversation.app))
            }

    async def reach(self, conversation: Conversation, contact: str) -> bool:
        """Where its person can be reached, which may be nowhere. False where it is there no more."""
        this = (*is_(Conversation, conversation, conversation.id), Conversation.deleted_at.is_(None))
        now = max(time.time(), conversation.spoken_at + TICK)
        change = update(Conversation).where(*this).values(contact=contact[:LONGEST_CONTACT], spoken_at=now)

        async def write(session: AsyncSession) -> bool:
            return await session.scalar(change.returning(Conversation.id)) is not None

        return await written(self._session, write)
