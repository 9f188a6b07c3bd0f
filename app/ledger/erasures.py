"""What is yet to be erased of people: it is here until all of it is, whichever process does it and however often it is
tried."""

import time
from collections.abc import Sequence

from sqlalchemy import JSON, BigInteger, ColumnElement, Float, delete, false, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import Mapped, mapped_column

from app.ledger.rows import Base, Key, User
from app.ledger.types import Words
from app.ledger.writing import written

HELD = 60.0  # seconds for which whoever carries one out has it, unless they say that they still do
AGAIN = 60.0  # seconds after which what is left is tried again


class Erasure(Base):
    """All of ``user`` in ``app``, as it was at ``asked_at``, in seconds of the Unix epoch.

    Once it has ``begun`` nothing of it is in the ledger any more: ``left`` are the conversations that the app has
    still, each with its upstream id, the user that the app knows it by, and the answers in it that were rated.
    ``unread`` are the users whose list the app has not told yet, ``count`` is how many conversations there were, and
    ``why`` the kind of error for which the last try, at ``tried_at``, left some.
    """

    __tablename__ = "erasures"
    app: Mapped[str] = mapped_column(Key, primary_key=True)
    user: Mapped[str] = mapped_column(User, primary_key=True)
    asked_at: Mapped[float] = mapped_column(Float)
    begun: Mapped[bool] = mapped_column(default=False, server_default=false())
    left: Mapped[list[list[str]]] = mapped_column(JSON, default=list, server_default="[]")
    unread: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    count: Mapped[int] = mapped_column(BigInteger, default=0, server_default=text("0"))
    why: Mapped[str] = mapped_column(Words, default="", server_default=text("''"))
    tried_at: Mapped[float] = mapped_column(Float, default=0.0, server_default=text("0"))
    held_until: Mapped[float] = mapped_column(Float, default=0.0, server_default=text("0"))


class Erasures:
    def __init__(self, session: async_sessionmaker[AsyncSession]) -> None:
        self._session = session

    async def ask(self, app: str, user: str) -> None:
        """Let all be erased that is there now; what an earlier wish has left is a part of it."""

        async def write(session: AsyncSession) -> None:
            row = await session.get(Erasure, (app, user), with_for_update=True)
            left, unread = (row.left, row.unread) if row else ([], [])
            nothing = {"begun": False, "why": "", "tried_at": 0.0, "held_until": 0.0}
            wish = {"asked_at": time.time(), "left": left, "unread": unread, "count": len(left), **nothing}
            await session.merge(Erasure(app=app, user=user, **wish))

        await written(self._session, write)

    async def all(self, user: str | None = None) -> list[Erasure]:
        """Those of a user, or of everybody, the one that was asked for first before the others."""
        query = select(Erasure).order_by(Erasure.asked_at, Erasure.app)
        if user is not None:
            query = query.where(Erasure.user == user)
        async with self._session() as session:
            return list(await session.scalars(query))

    async def take(self) -> Erasure | None:
        """One that is due and that nobody carries out; nobody else gets it for :data:`HELD` seconds."""
        now = time.time()
        due = (Erasure.held_until < now, or_(Erasure.tried_at < now - AGAIN, Erasure.tried_at > now))
        async with self._session() as session:
            waiting = list(await session.scalars(select(Erasure).where(*due).order_by(Erasure.tried_at).limit(10)))
        for row in waiting:
            if await self._write(row, Erasure.held_until == row.held_until, held_until=now + HELD):
                row.held_until = now + HELD
                return row
        return None

    async def keep(self, row: Erasure) -> bool:
        """Record how far it is, and that it goes on. False where it was asked for anew meanwhile, or is done."""
        row.held_until = time.time() + HELD
        return await self._write(row, **_state(row), held_until=row.held_until)

    async def end(self, row: Erasure, left: Sequence[Sequence[str]], why: str) -> None:
        """A try has ended: with nothing left the wish is gone, else it is tried again later."""
        if not left and not row.unread:
            async with self._session.begin() as session:
                await session.execute(delete(Erasure).where(*_is(row)))
            return
        row.left, row.why = [list(one) for one in left], why
        await self._write(row, **_state(row), why=why, tried_at=time.time(), held_until=0.0)

    async def _write(self, row: Erasure, *which: ColumnElement[bool], **values: object) -> bool:
        change = update(Erasure).where(*_is(row), *which).values(**values).returning(Erasure.user)
        async with self._session.begin() as session:
            return await session.scalar(change) is not None


def _is(row: Erasure) -> tuple[ColumnElement[bool], ...]:
    return Erasure.app == row.app, Erasure.user == row.user, Erasure.asked_at == row.asked_at


def _state(row: Erasure) -> dict[str, object]:
    return {"begun": row.begun, "left": row.left, "unread": row.unread, "count": row.count}
