"""All that the ledger has of one person."""

from sqlalchemy import Table, delete, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger import search
from app.ledger.conversations import newest_first
from app.ledger.corrections import take_away
from app.ledger.erasures import Erasure
from app.ledger.remnants import Remnant
from app.ledger.rows import Base, Conversation
from app.ledger.writing import written


class Own:
    def __init__(self, session: async_sessionmaker[AsyncSession]) -> None:
        self._session = session

    async def conversations(self, app: str, user: str) -> list[str]:
        """The ids of all of this user's conversations, newest first."""
        query = (
            select(Conversation.id).where(Conversation.app == app, Conversation.user == user).order_by(*newest_first())
        )
        async with self._session() as session:
            return list(await session.scalars(query))

    async def forget_conversation(self, app: str, user: str, id: str) -> None:
        """Delete every row of a conversation of this user's, and what others were shown of it."""
        own = (Conversation.app == app, Conversation.user == user, Conversation.id == id)

        async def write(session: AsyncSession) -> None:
            await session.execute(select(Conversation.id).where(*own).with_for_update())
            await search.forget(session, app, user, id)
            for table in _tables("conversation_id"):
                of_it = (table.c.app == app, table.c.user == user, table.c.conversation_id == id)
                await take_away(session, table, *of_it)
            await session.execute(delete(Conversation).where(*own))

        await written(self._session, write)

    async def forget(self, app: str, user: str) -> None:
        """Delete every row of this user in this app, in whatever table."""
        mine = (Conversation.app == app, Conversation.user == user)

        async def write(session: AsyncSession) -> None:
            await session.execute(select(Conversation.id).where(*mine).with_for_update())
            await search.forget(session, app, user)
            for table in _tables("user"):
                await take_away(session, table, table.c.app == app, table.c.user == user)

        await written(self._session, write)


def _tables(column: str) -> list[Table]:
    """Those with what is an app's that have such a column. What is yet to be erased of somebody outlasts the rest."""
    tables = (table for table in Base.metadata.tables.values() if {"app", column} <= set(table.c.keys()))
    return [table for table in tables if table not in (Erasure.__table__, Remnant.__table__)]
