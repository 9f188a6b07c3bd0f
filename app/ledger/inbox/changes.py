"""What agents do with a conversation."""

import time
from collections.abc import Collection, Mapping
from typing import Any
from uuid import uuid4

from sqlalchemy import case, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger.clock import TICK
from app.ledger.inbox.filter import STATUSES
from app.ledger.inbox.rows import Label, Mention, Seen, View
from app.ledger.rows import PERSON, Conversation
from app.ledger.writing import written

CHOSEN = tuple(status for status in STATUSES if status != PERSON)  # That one comes with a person who takes it.
LONGEST = 64  # characters of a label, and of a view's name
LABELS = 20  # of one conversation
VIEWS = 50  # of one agent


class NoRoom(Exception):
    """A conversation has as many labels, or notes, or an agent as many views, as there may be."""


class Changes:
    """Each method gives False where there is no such conversation in the apps that are ``open`` to the agent."""

    _session: async_sessionmaker[AsyncSession]

    async def set_status(self, open: Collection[str], app: str, id: str, status: str) -> bool:
        """False as well for one that a person has, which is theirs until they hand it back."""
        if status not in CHOSEN:
            raise ValueError(f"a status is one of {', '.join(CHOSEN)}")
        now, last, waits = time.time(), Conversation.spoken_at, Conversation.waits_since
        since = case((waits > 0, waits), else_=now) if status == "waiting" else 0.0
        spoken = case((last >= now, last + TICK), else_=now)
        return await self._set(open, app, id, status=status, spoken_at=spoken, waits_since=since)

    async def assign(self, open: Collection[str], app: str, id: str, assignee: str) -> bool:
        """To an agent by their user id, or with an empty one to nobody. False as well for one that a person has."""
        return await self._set(open, app, id, assignee=assignee)

    async def label(self, open: Collection[str], app: str, id: str, label: str, on: bool) -> bool:
        """Put a label on a conversation, or take it off. Raises :class:`NoRoom`."""
        label = " ".join(label.split())[:LONGEST]

        async def write(session: AsyncSession) -> bool:
            row = await held(session, open, app, id)
            if row is None or not label:
                return False
            of_it = (Label.app == app, Label.conversation_id == id)
            if not on:
                await session.execute(delete(Label).where(*of_it, Label.label == label))
                return True
            there = set(await session.scalars(select(Label.label).where(*of_it)))
            if label in there:
                return True
            if len(there) >= LABELS:
                raise NoRoom
            session.add(Label(app=app, conversation_id=id, label=label, user=row.user))
            return True

        return await written(self._session, write)

    async def read(self, open: Collection[str], agent: str, app: str, id: str, *, unread: bool = False) -> bool:
        """The agent has read what was asked in it so far; or wants it to be as though not."""

        async def write(session: AsyncSession) -> bool:
            row = await session.get(Conversation, (app, id))
            if app not in open or row is None or row.deleted_at is not None:
                return False
            asked_at = 0.0 if unread else row.asked_at
            await session.merge(Seen(app=app, conversation_id=id, agent=agent, user=row.user, asked_at=asked_at))
            if not unread:
                of_it = (Mention.agent == agent, Mention.app == app, Mention.conversation_id == id)
                await session.execute(delete(Mention).where(*of_it))
            return True

        return await written(self._session, write)

    async def views(self, agent: str) -> list[View]:
        """The agent's own, oldest first."""
        query = select(View).where(View.agent == agent).order_by(View.created_at, View.id)
        async with self._session() as session:
            return list(await session.scalars(query))

    async def keep_view(self, agent: str, name: str, choices: Mapping[str, str]) -> bool:
        """Keep what was chosen, in place of what has that name. False where there is no name. Raises
        :class:`NoRoom`."""
        name = " ".join(name.split())[:LONGEST]

        async def write(session: AsyncSession) -> None:
            there = {view.name: view for view in await session.scalars(select(View).where(View.agent == agent))}
            if name in there:
                there[name].choices = dict(choices)
            elif len(there) >= VIEWS:
                raise NoRoom
            else:
                now = time.time()
                session.add(View(agent=agent, id=str(uuid4()), name=name, choices=dict(choices), created_at=now))

        if name:
            await written(self._session, write)
        return name != ""

    async def drop_view(self, agent: str, id: str) -> None:
        async with self._session.begin() as session:
            await session.execute(delete(View).where(View.agent == agent, View.id == id))

    async def _set(self, open: Collection[str], app: str, id: str, **values: Any) -> bool:
        this = (Conversation.app == app, Conversation.app.in_(list(open)), Conversation.id == id)
        free = (Conversation.deleted_at.is_(None), Conversation.status != PERSON)
        change = update(Conversation).where(*this, *free).values(**values)

        async def write(session: AsyncSession) -> bool:
            return await session.scalar(change.returning(Conversation.id)) is not None

        return await written(self._session, write)


async def held(session: AsyncSession, open: Collection[str], app: str, id: str) -> Conversation | None:
    """The conversation, which nobody takes away until the transaction ends."""
    row = await session.get(Conversation, (app, id), with_for_update={"read": True, "key_share": True})
    return row if row is not None and app in open and row.deleted_at is None else None
