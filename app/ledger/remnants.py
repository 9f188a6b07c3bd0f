"""What apps have of people's words besides their conversations, and are to take away: it is here until they have."""

import time

from sqlalchemy import ColumnElement, Float, delete, select, update
from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import Mapped, mapped_column

from app.ledger.rows import Base, Key, User
from app.ledger.types import Name, Words

AGAIN = 60.0  # seconds after which what an app has not taken away is tried again
ANNOTATION, DRAFT = "annotation", "draft"


class Remnant(Base):
    """An annotation that was made of a turn of ``user``'s, or the conversation in which the app was asked for a draft
    of an answer to them. ``id`` is the upstream's.

    It is tried from ``due_at`` on; ``why`` is the kind of error for which the app still has it after the last try.
    """

    __tablename__ = "remnants"
    app: Mapped[str] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(Name(16), primary_key=True)
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    user: Mapped[str] = mapped_column(User)
    due_at: Mapped[float] = mapped_column(Float, default=0.0, server_default=sql("0"))
    why: Mapped[str] = mapped_column(Words, default="", server_default=sql("''"))


class Remnants:
    def __init__(self, session: async_sessionmaker[AsyncSession]) -> None:
        self._session = session

    async def add(self, app: str, kind: str, id: str, user: str, due_at: float) -> None:
        async with self._session.begin() as session:
            await session.merge(Remnant(app=app, kind=kind, id=id, user=user, due_at=due_at, why=""))

    async def all(self, user: str | None = None) -> list[Remnant]:
        """Those of a user, or of everybody."""
        query = select(Remnant).order_by(Remnant.app, Remnant.user, Remnant.kind, Remnant.id)
        if user is not None:
            query = query.where(Remnant.user == user)
        async with self._session() as session:
            return list(await session.scalars(query))

    async def take(self) -> Remnant | None:
        """One that is due; nobody else gets it for :data:`AGAIN` seconds."""
        now = time.time()
        async with self._session() as session:
            due = select(Remnant).where(Remnant.due_at <= now).order_by(Remnant.due_at, Remnant.id).limit(1)
            row = await session.scalar(due)
        if row is None:
            return None
        mine = update(Remnant).where(*_is(row.app, row.kind, row.id), Remnant.due_at == row.due_at)
        async with self._session.begin() as session:
            taken = await session.scalar(mine.values(due_at=now + AGAIN).returning(Remnant.id))
        return row if taken is not None else None

    async def tried(self, app: str, kind: str, id: str, why: str) -> None:
        """The app has taken it away, or has it still, as ``why`` says."""
        one = _is(app, kind, id)
        later = update(Remnant).where(*one).values(why=why, due_at=time.time() + AGAIN)
        async with self._session.begin() as session:
            await session.execute(later if why else delete(Remnant).where(*one))


def _is(app: str, kind: str, id: str) -> tuple[ColumnElement[bool], ...]:
    return Remnant.app == app, Remnant.kind == kind, Remnant.id == id
