"""What agents note for one another of a conversation."""

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger.inbox.changes import NoRoom, held
from app.ledger.inbox.rows import Agent, Mention, Note
from app.ledger.rows import Conversation
from app.ledger.writing import written

NOTES = 500  # of one conversation
LONGEST = 5_000  # characters of a note

Named = Callable[[str], set[str]]  # the ids of the agents whom a text names


@dataclass(frozen=True)
class Noted:
    """A note, and its author's name, which may be empty."""

    note: Note
    name: str


class Notes:
    """Where a conversation is not there in the apps that are ``open``, nothing is, and nothing is written: False."""

    _session: async_sessionmaker[AsyncSession]

    async def notes(self, open: Collection[str], app: str, id: str) -> list[Noted]:
        """Those of a conversation, oldest first."""
        of_it = (Note.app == app, Note.app.in_(list(open)), Note.conversation_id == id)
        name = func.coalesce(select(Agent.name).where(Agent.agent == Note.author).scalar_subquery(), "")
        there = (Conversation.app == Note.app) & (Conversation.id == Note.conversation_id)
        query = select(Note, name).join(Conversation, there)
        query = query.where(*of_it, Conversation.deleted_at.is_(None)).order_by(Note.created_at, Note.id)
        async with self._session() as session:
            return [Noted(note, name) for note, name in await session.execute(query)]

    async def note(
        self, open: Collection[str], agent: str, app: str, id: str, number: str, text: str, named: Named
    ) -> bool:
        """Keep a note of an agent's, once for its ``number``. Raises :class:`NoRoom`."""

        async def write(session: AsyncSession) -> bool:
            row = await held(session, open, app, id)
            if row is None:
                return False
            if await session.get(Note, (app, number)) is not None:
                return True
            of_it = (Note.app == app, Note.conversation_id == id)
            if (await session.scalar(select(func.count()).select_from(Note).where(*of_it)) or 0) >= NOTES:
                raise NoRoom
            note = Note(
                app=app, id=number, conversation_id=id, user=row.user, author=agent, text=text, created_at=time.time(),
                edited_at=0.0,
            )  # fmt: skip
            session.add(note)
            session.add_all(_mentions(note, named(text)))
            return True

        return await written(self._session, write)

    async def edit_note(
        self, open: Collection[str], agent: str, app: str, id: str, number: str, text: str, named: Named
    ) -> bool:
        """Change a note of one's own."""

        async def write(session: AsyncSession) -> bool:
            if (note := await _own(session, open, agent, app, id, number)) is None:
                return False
            now, before = named(text), named(note.text)
            gone = (Mention.app == app, Mention.note_id == number, Mention.agent.in_(before - now))
            await session.execute(delete(Mention).where(*gone))
            session.add_all(_mentions(note, now - before))
            note.text, note.edited_at = text, time.time()
            return True

        return await written(self._session, write)

    async def drop_note(self, open: Collection[str], agent: str, app: str, id: str, number: str) -> bool:
        """Take away a note of one's own."""

        async def write(session: AsyncSession) -> bool:
            if (note := await _own(session, open, agent, app, id, number)) is None:
                return False
            await session.execute(delete(Mention).where(Mention.app == app, Mention.note_id == number))
            await session.delete(note)
            return True

        return await written(self._session, write)


def _mentions(note: Note, agents: Iterable[str]) -> list[Mention]:
    """None of its author, who knows."""
    its = {"app": note.app, "note_id": note.id, "conversation_id": note.conversation_id, "user": note.user}
    return [Mention(**its, agent=agent) for agent in agents if agent != note.author]


async def _own(session: AsyncSession, open: Collection[str], agent: str, app: str, id: str, number: str) -> Note | None:
    """A note of this agent's on that conversation, which is there."""
    note = await session.get(Note, (app, number), with_for_update=True)
    if note is None or (note.author, note.conversation_id) != (agent, id):
        return None
    return note if await held(session, open, app, id) else None
