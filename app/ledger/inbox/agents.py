"""Who serves people, as the inbox knows them."""

import time
from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger.inbox.rows import Agent
from app.ledger.rows import Conversation
from app.ledger.writing import written

AWAY = 90 * 86_400.0  # seconds after which an agent who has not come is no one to give something to
MOST = 200


class Agents:
    _session: async_sessionmaker[AsyncSession]

    async def arrive(self, agent: str, name: str, apps: Collection[str]) -> None:
        """An agent comes, to whom those apps are open. For who does for the first time, what was asked before is no
        news."""

        async def write(session: AsyncSession) -> None:
            row = await session.get(Agent, agent)
            if row is None:
                last = await session.scalar(select(func.max(Conversation.asked_at)))
                row = Agent(agent=agent, read_until=max(time.time(), last or 0.0))
                session.add(row)
            row.name, row.apps, row.came_at = name, sorted(apps), time.time()

        await written(self._session, write)

    async def agents(self, app: str) -> list[Agent]:
        """Who serves that app and has come of late, by name."""
        late = Agent.came_at > time.time() - AWAY
        query = select(Agent).where(late).order_by(Agent.came_at.desc()).limit(MOST)
        async with self._session() as session:
            rows = [row for row in await session.scalars(query) if app in row.apps]
        return sorted(rows, key=lambda row: (row.name == "", row.name.casefold(), row.agent))

    async def known(self, open: Collection[str], also: Collection[str]) -> dict[str, str]:
        """The names, which may be empty, of who serves one of these apps and has come of late, and of those ``also``;
        by their ids."""
        late = Agent.came_at > time.time() - AWAY
        serve = select(Agent).where(late).order_by(Agent.came_at.desc()).limit(MOST)
        async with self._session() as session:
            rows = [row for row in await session.scalars(serve) if not set(open).isdisjoint(row.apps)]
            rows += await session.scalars(select(Agent).where(Agent.agent.in_(list(also))))
        return {**dict.fromkeys(also, ""), **{row.agent: row.name for row in rows}}

    async def leave(self, agent: str) -> None:
        """An agent comes no more: what is theirs stays so, by their name."""

        async def write(session: AsyncSession) -> None:
            if row := await session.get(Agent, agent):
                row.apps = []

        await written(self._session, write)
