"""Replies that service agents keep to use again."""

import time
from collections.abc import Collection

from sqlalchemy import JSON, Float, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import Mapped, mapped_column

from app.ledger.rows import Base, Key, User
from app.ledger.types import Words
from app.ledger.writing import written

MOST = 200  # that are there for one agent


class Reply(Base):
    """One that is for those ``apps``; ``owner`` is the agent who wrote it."""

    __tablename__ = "canned_replies"
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    apps: Mapped[list[str]] = mapped_column(JSON)
    title: Mapped[str] = mapped_column(Words)
    text: Mapped[str] = mapped_column(Words)
    owner: Mapped[str] = mapped_column(User)
    updated_at: Mapped[float] = mapped_column(Float)


class Canned:
    """``open`` are the apps that an agent may see: what is for none of them is not there, and for others it stays."""

    def __init__(self, session: async_sessionmaker[AsyncSession]) -> None:
        self._session = session

    async def all(self, open: Collection[str]) -> list[Reply]:
        """By their titles."""
        async with self._session() as session:
            return await _there(session, open)

    async def keep(
        self, open: Collection[str], agent: str, id: str, apps: Collection[str], words: tuple[str, str]
    ) -> bool:
        """Keep title and text under that id, for those of the ``open`` apps. False where there is no room."""
        title, text = words

        async def write(session: AsyncSession) -> bool:
            there = {row.id: row for row in await _there(session, open)}
            row = there.get(id)
            if row is None:
                if len(there) >= MOST or await session.get(Reply, id) is not None:
                    return False
                row = Reply(id=id, apps=[], owner=agent)
                session.add(row)
            row.apps = sorted((set(row.apps) - set(open)) | (set(apps) & set(open)))
            row.title, row.text, row.updated_at = title, text, time.time()
            return True

        return await written(self._session, write)

    async def drop(self, open: Collection[str], id: str) -> None:
        async def write(session: AsyncSession) -> None:
            row = next((row for row in await _there(session, open) if row.id == id), None)
            if row is not None:
                row.apps = sorted(set(row.apps) - set(open))
                if not row.apps:
                    await session.delete(row)

        await written(self._session, write)


async def _there(session: AsyncSession, open: Collection[str]) -> list[Reply]:
    rows = await session.scalars(select(Reply))
    return sorted((row for row in rows if set(row.apps) & set(open)), key=lambda row: (row.title.casefold(), row.id))
