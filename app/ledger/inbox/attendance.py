"""Who is there for the customers of an app, and which of them wait for somebody."""

import time
from collections.abc import Collection

from sqlalchemy import ColumnElement, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger.clock import TICK
from app.ledger.inbox.rows import Agent
from app.ledger.rows import Conversation, is_
from app.ledger.writing import written

HERE = 60.0  # seconds for which an agent counts as there who does not come again
MOST = 500  # customers who have called
LONGEST_CONTACT = 254  # characters
_SOME: ColumnElement[int] = literal_column("0")  # as it stands in the index of those who wait


class Attendance:
    _session: async_sessionmaker[AsyncSession]

    async def attended(self, apps: Collection[str]) -> set[str]:
        """Those of the apps for which an agent is there."""
        query = select(Agent.apps).where(Agent.came_at > time.time() - HERE)
        async with self._session() as session:
            return {app for theirs in await session.scalars(query) for app in theirs} & set(apps)

    async def calling(self) -> list[Conversation]:
        """Those whose person waits for somebody to come, the newest calls first: their pages are likely to be open."""
        c = Conversation
        those = (c.waits_since > _SOME, c.status == "waiting", c.deleted_at.is_(None))
        query = select(c).where(*those).order_by(c.waits_since.desc()).limit(MOST)
        async with self._session() as session:
            return list(await session.scalars(query))

    async def reach(self, conversation: Conversation, contact: str) -> bool:
        """Where its person can be reached once somebody is there. False where it is there no more."""
        this = (*is_(Conversation, conversation, conversation.id), Conversation.deleted_at.is_(None))
        now = max(time.time(), conversation.spoken_at + TICK)
        change = update(Conversation).where(*this).values(contact=contact[:LONGEST_CONTACT], spoken_at=now)

        async def write(session: AsyncSession) -> bool:
            return await session.scalar(change.returning(Conversation.id)) is not None

        return await written(self._session, write)
