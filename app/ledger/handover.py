"""Conversations that a person has taken from the app: who has them, and what is said meanwhile.

While one is a person's its ``status`` is ``person`` and its ``assignee`` the agent. What is said then stands among the
conversation's messages, each of a ``kind`` of its own, and so does who came, who left, and that somebody was called. In
one that began with a call it does from the beginning: the app is asked nothing until a person has left.
Whoever asks the app looks at the status in the transaction in which the question is recorded, and so does everything
here: of those who come at once, each finds the conversation as the one before has left it.
"""

from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger import search
from app.ledger.clock import later
from app.ledger.inbox.learning import excerpt, title
from app.ledger.refusals import AskedAlready, Elsewhere
from app.ledger.rows import PERSON, Conversation, Message, held
from app.ledger.writing import written

LONGEST_CONTEXT = 20_000  # characters


class Handover:
    """``app`` is one that is open to the agent; ``agent`` is their user id, ``name`` what the customer knows them by.

    Each method is one transaction, and gives None where there is no such conversation.
    """

    def __init__(self, session: async_sessionmaker[AsyncSession]) -> None:
        self._session = session

    async def conversation(self, app: str, id: str) -> Conversation | None:
        """Whosever it is."""
        async with self._session() as session:
            row = await session.get(Conversation, (app, id))
        return row if row is not None and row.deleted_at is None else None

    async def begin(self, app: str, user: str, inputs: dict[str, Any]) -> Conversation:
        """Its person wishes for somebody in a new conversation, of which the app knows nothing yet."""
        now = later(0.0)

        async def write(session: AsyncSession) -> Conversation:
            row = Conversation(
                id=str(uuid4()), app=app, user=user, made_by="", name="", inputs=inputs, created_at=now, updated_at=now
            )
            session.add(row)
            _call(session, row)
            return row

        return await written(self._session, write)

    async def call(self, conversation: Conversation) -> Message | None:
        """Its person wishes for somebody. None as well where that was said before, or somebody is there."""

        async def write(session: AsyncSession) -> Message | None:
            row = await _there(session, conversation.app, conversation.id)
            if row is None or row.status in (PERSON, "waiting"):
                return None
            return _call(session, row)

        return await written(self._session, write)

    async def take(self, app: str, id: str, agent: str, name: str, *, over: bool = False) -> Conversation | None:
        """Let the agent have it. Raises :class:`Elsewhere` where another has it, unless it is taken ``over``."""

        async def write(session: AsyncSession) -> Conversation | None:
            row = await _there(session, app, id)
            if row is None or (row.status == PERSON and row.assignee == agent):
                return row
            if row.status == PERSON and not over:
                raise Elsewhere(row.assignee)
            row.status, row.assignee, row.person = PERSON, agent, name
            row.answered_at = _message(session, row, "came", author=name, agent=agent).created_at
            return row

        return await written(self._session, write)

    async def hears(self, conversation: Conversation) -> bool:
        """Whether what its person writes is for a person: see :func:`is_for_person`."""
        async with self._session() as session:
            return await is_for_person(session, conversation)

    async def hear(self, conversation: Conversation, text: str, id: str | None) -> Message | None:
        """What its person writes to whoever has it, or will have it. None as well where it is not for a person (any
        more).

        Raises :class:`AskedAlready` where there is a turn of that ``id``.
        """

        async def write(session: AsyncSession) -> Message | None:
            row = await _there(session, conversation.app, conversation.id)
            if row is None or not await is_for_person(session, row):
                return None
            await _is_new(session, row.app, id)
            message = _message(session, row, "customer", id=id, question=text)
            row.excerpt, row.asked_at = excerpt(text), message.created_at
            row.waits_since = row.waits_since or message.created_at
            await name_after(session, row, text)
            await search.put(session, row.app, row.user, [search.entry_of(message)])
            return message

        return await written(self._session, write)

    async def say(self, app: str, id: str, agent: str, text: str, message_id: str | None) -> Message | None:
        """What the agent writes. Raises :class:`Elsewhere` where they do not have it, and :class:`AskedAlready`."""

        async def write(session: AsyncSession) -> Message | None:
            row = await _had(session, app, id, agent)
            if row is None:
                return None
            await _is_new(session, app, message_id)
            message = _message(session, row, PERSON, id=message_id, answer=text, author=row.person, agent=agent)
            row.answered_at, row.waits_since = message.created_at, 0.0
            await search.put(session, app, row.user, [search.entry_of(message)])
            return message

        return await written(self._session, write)

    async def hand_back(self, app: str, id: str, agent: str, context: str = "") -> Conversation | None:
        """The agent leaves it to the app, which is told the ``context`` with its next question.

        Raises :class:`Elsewhere` where they do not have it.
        """

        async def write(session: AsyncSession) -> Conversation | None:
            row = await _had(session, app, id, agent)
            if row is not None:
                _message(session, row, "left", author=row.person, agent=agent)
                row.status, row.person, row.waits_since = "open", "", 0.0
                row.context = context[:LONGEST_CONTEXT]
            return row

        return await written(self._session, write)

    async def said(self, app: str, user: str, conversation_id: str) -> list[Message]:
        """All that is not the app's, oldest first."""
        query = select(Message).where(*_of(app, user, conversation_id), Message.kind != "")
        async with self._session() as session:
            return list(await session.scalars(query.order_by(Message.created_at, Message.id)))

    async def untold(self, row: Conversation) -> list[Message]:
        """What customer and agents said since the app was asked last, or told what was said before; oldest first."""
        of_it = _of(row.app, row.user, row.id)
        told = select(func.max(Message.created_at)).where(*of_it, Message.kind.in_(("", "left"))).scalar_subquery()
        since = Message.created_at > func.coalesce(told, 0.0)
        query = select(Message).where(*of_it, Message.kind.in_(("customer", PERSON)), since)
        async with self._session() as session:
            return list(await session.scalars(query.order_by(Message.created_at, Message.id)))


async def is_for_person(session: AsyncSession, row: Conversation) -> bool:
    """Whether what its customer writes is for a person: somebody has it, or is called and the app was asked nothing."""
    if row.status != "waiting" or row.upstream_id:
        return row.status == PERSON
    asked = select(Message.id).where(*_of(row.app, row.user, row.id), Message.kind == "")
    return await session.scalar(asked.limit(1)) is None


async def name_after(session: AsyncSession, row: Conversation, words: str) -> None:
    """Name a conversation after its first words, where it has no name yet."""
    if not row.name:
        row.name = title(words)
        await search.put_titles(session, row.app, row.user, [row])


def _of(app: str, user: str, conversation_id: str) -> tuple[ColumnElement[bool], ...]:
    return Message.app == app, Message.user == user, Message.conversation_id == conversation_id


async def _there(session: AsyncSession, app: str, id: str) -> Conversation | None:
    """The conversation as it is now, which nobody else changes until the transaction ends."""
    try:
        row = await held(session, app, id)
    except NoResultFound:
        return None
    return row if row.deleted_at is None else None


async def _had(session: AsyncSession, app: str, id: str, agent: str) -> Conversation | None:
    row = await _there(session, app, id)
    if row is not None and (row.status, row.assignee) != (PERSON, agent):
        raise Elsewhere(row.assignee if row.status == PERSON else "")
    return row


async def _is_new(session: AsyncSession, app: str, id: str | None) -> None:
    if id is not None and await session.get(Message, (app, id)) is not None:
        raise AskedAlready


def _call(session: AsyncSession, row: Conversation) -> Message:
    message = _message(session, row, "called")
    row.status, row.asked_at, row.waits_since = "waiting", message.created_at, message.created_at
    return message


def _message(session: AsyncSession, row: Conversation, kind: str, **values: Any) -> Message:
    """A turn at the conversation's end that the app has no part in."""
    row.spoken_at = row.updated_at = now = later(row.updated_at)
    owner = {"app": row.app, "user": row.user, "made_by": row.made_by, "conversation_id": row.id}
    told = {"question": "", "answer": "", "status": "done", **values, "id": values.get("id") or str(uuid4())}
    message = Message(**owner, **told, kind=kind, created_at=now)
    session.add(message)
    return message
