"""The audit log: what staff looked at and did, who and when. The database itself only lets it grow."""

import time
from dataclasses import dataclass
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import ColumnElement, Float, Index, delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import Mapped, mapped_column

from app.ledger.failures import LedgerFailed, Unaudited
from app.ledger.rows import Base, Conversation, Key, User
from app.ledger.types import Name, Words

# What was looked at, and what was done; the page has a word for each.
LOOKS = ("opened", "listed", "searched", "reviewed", "file", "brought", "exported", "audited")
ACTS = (
    "status",
    "assigned",
    "labelled",
    "unlabelled",
    "taken",
    "said",
    "returned",
    "noted",
    "corrected",
    "drafted",
    "done",
    "erased",
)
KINDS = (*LOOKS, *ACTS)
PAGE = 100
YOUNG = 30 * 86_400.0  # seconds for which the database lets nobody take a line away: see migration 0022
MOST = 20_000  # looks of one process that are remembered, so that one is not noted again and again


class Line(Base):
    """An agent, by id and name as they were then, has looked at or done something, as ``kind`` says, at ``at``.

    ``conversation`` is the id of one, and ``customer`` whose it is. ``detail`` is what it was set to, searched for or
    the like, and never what somebody said. Without ``user`` and ``conversation_id`` in it, it outlasts whatever it is
    about.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_newest", "at", "id"),
        Index("ix_audit_agent", "agent", "at", "id"),
        Index("ix_audit_customer", "customer", "at", "id"),
        Index("ix_audit_conversation", "conversation", "at", "id"),
    )
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    at: Mapped[float] = mapped_column(Float)
    kind: Mapped[str] = mapped_column(Name(16))
    agent: Mapped[str] = mapped_column(User)
    name: Mapped[str] = mapped_column(Words)
    address: Mapped[str] = mapped_column(Key)
    app: Mapped[str] = mapped_column(Key)
    conversation: Mapped[str] = mapped_column(Key)
    customer: Mapped[str] = mapped_column(User)
    detail: Mapped[str] = mapped_column(Words)


class Place(NamedTuple):
    """Where a page of the log ends."""

    at: float
    id: str


@dataclass(frozen=True)
class Wanted:
    """What of the log is looked at: what is of these ``apps`` and of none, narrowed by whatever else is not empty.
    ``since`` and ``until`` are seconds of the epoch."""

    agent: str = ""
    customer: str = ""
    conversation: str = ""
    kind: str = ""
    since: float = 0.0
    until: float = 0.0
    apps: tuple[str, ...] = ()

    def conditions(self) -> list[ColumnElement[bool]]:
        named = {"agent": self.agent, "customer": self.customer, "conversation": self.conversation, "kind": self.kind}
        wanted = [getattr(Line, name) == value for name, value in named.items() if value]
        wanted += [Line.app.in_(["", *self.apps])]
        wanted += [Line.at >= self.since] if self.since else []
        return wanted + ([Line.at < self.until] if self.until else [])


class Audit:
    def __init__(self, session: async_sessionmaker[AsyncSession]) -> None:
        self._session = session
        self._noted: dict[tuple[str, ...], float] = {}

    async def add(
        self, kind: str, agent: str, name: str, address: str, *, app: str = "", conversation: str = "",
        customer: str = "", detail: str = "", once: float = 0.0, but: str = "",
    ) -> None:  # fmt: skip
        """Note something, unless this process has noted the same within ``once`` seconds, which it may be ``but`` for
        these words at the end of its detail. Raises :class:`Unaudited`.

        Whose the conversation is, is looked up where it is not said.
        """
        if kind not in KINDS:
            raise ValueError(f"a kind is one of {', '.join(KINDS)}")
        now, same = time.time(), (kind, agent, app, conversation, customer, detail)
        if self.lately(same, once):
            return
        detail = f"{detail} {but}".strip()
        who = {"agent": agent, "name": name, "address": address}
        what = {"kind": kind, "app": app, "conversation": conversation, "customer": customer, "detail": detail}
        try:
            await self._write(Line(id=str(uuid4()), at=now, **who, **what))
        except LedgerFailed as error:
            raise Unaudited(str(getattr(error, "orig", None) or error)) from error
        if once:
            self._remember(same, now)

    async def _write(self, line: Line) -> None:
        async with self._session.begin() as session:
            if line.conversation and not line.customer:
                of_it = (Conversation.app == line.app, Conversation.id == line.conversation)
                line.customer = await session.scalar(select(Conversation.user).where(*of_it)) or ""
            session.add(line)

    def lately(self, same: tuple[str, ...], once: float) -> bool:
        """Whether this process has noted that within so many seconds: kind, agent, app, conversation, customer and
        detail."""
        return 0.0 <= time.time() - self._noted.get(same, 0.0) < once

    def _remember(self, same: tuple[str, ...], now: float) -> None:
        while len(self._noted) >= MOST:
            del self._noted[next(iter(self._noted))]
        self._noted[same] = now

    async def page(
        self, wanted: Wanted, after: Place | None = None, most: int = PAGE
    ) -> tuple[list[Line], Place | None]:
        """The newest lines behind ``after``, and where the next page begins; None where there is none."""
        query = select(Line).where(*wanted.conditions())
        if after is not None:
            query = query.where(tuple_(Line.at, Line.id) < tuple_(*after))
        async with self._session() as session:
            rows = list(await session.scalars(query.order_by(Line.at.desc(), Line.id.desc()).limit(most + 1)))
        return rows[:most], Place(rows[most - 1].at, rows[most - 1].id) if len(rows) > most else None

    async def forget(self, before: float) -> None:
        """Take lines away from before then, none of which may be younger than :data:`YOUNG`."""
        async with self._session.begin() as session:
            await session.execute(delete(Line).where(Line.at < min(before, time.time() - YOUNG - 60.0)))
