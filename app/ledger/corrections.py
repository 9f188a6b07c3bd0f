"""Answers of an app's that agents have corrected, and under which of its annotations the app keeps each."""

import time

from sqlalchemy import ColumnElement, Float, Table, delete, false, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import Mapped, mapped_column

from app.ledger.remnants import ANNOTATION, Remnant
from app.ledger.rows import Base, Conversation, Key, User
from app.ledger.types import Words
from app.ledger.writing import written


class Correction(Base):
    """Of a turn of ``user``'s; ``agent`` wrote it last. A ``lasting`` one says nothing of them: its annotation outlasts
    the conversation."""

    __tablename__ = "corrections"
    app: Mapped[str] = mapped_column(Key, primary_key=True)
    turn_id: Mapped[str] = mapped_column(Key, primary_key=True)
    user: Mapped[str] = mapped_column(User)
    conversation_id: Mapped[str] = mapped_column(Key)
    annotation_id: Mapped[str] = mapped_column(Key)
    question: Mapped[str] = mapped_column(Words)
    answer: Mapped[str] = mapped_column(Words)
    agent: Mapped[str] = mapped_column(User)
    at: Mapped[float] = mapped_column(Float)
    lasting: Mapped[bool] = mapped_column(default=False, server_default=false())


class Corrections:
    def __init__(self, session: async_sessionmaker[AsyncSession]) -> None:
        self._session = session

    async def of(self, app: str, turn_id: str) -> Correction | None:
        async with self._session() as session:
            return await session.get(Correction, (app, turn_id))

    async def keep(
        self, of: Conversation, turn_id: str, agent: str, annotation_id: str, texts: tuple[str, str], *,
        lasting: bool = False,
    ) -> None:  # fmt: skip
        """``texts`` are the question and the answer, as the app has them by that annotation now. Of a conversation that
        is gone meanwhile nothing is kept, and the app is to take it away unless it is ``lasting``."""

        async def write(session: AsyncSession) -> None:
            row = await session.get(Conversation, (of.app, of.id), with_for_update={"read": True, "key_share": True})
            if row is None:
                if not lasting:
                    await session.merge(_remnant(of.app, annotation_id, of.user))
                return
            (question, answer), owner = texts, {"app": row.app, "user": row.user, "conversation_id": row.id}
            told = {"annotation_id": annotation_id, "question": question, "answer": answer, "agent": agent}
            await session.merge(Correction(**owner, turn_id=turn_id, **told, at=time.time(), lasting=lasting))

        await written(self._session, write)


async def take_away(session: AsyncSession, table: Table, *which: ColumnElement[bool]) -> None:
    """Delete rows of any table; with corrections go the annotations that the app has of those that do not last."""
    if table is Correction.__table__:
        for row in await session.scalars(select(Correction).where(*which, ~Correction.lasting)):
            await session.merge(_remnant(row.app, row.annotation_id, row.user))
    await session.execute(delete(table).where(*which))


def _remnant(app: str, annotation_id: str, user: str) -> Remnant:
    return Remnant(app=app, kind=ANNOTATION, id=annotation_id, user=user, due_at=0.0, why="")
