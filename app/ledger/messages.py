"""The turns of conversations, as the ledger knows them."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger import search
from app.ledger.rows import Message, is_


class Messages:
    """The part of the ledger that a thread shows."""

    _session: async_sessionmaker[AsyncSession]

    async def messages(self, app: str, user: str, conversation_id: str) -> list[Message]:
        """Those of a conversation, oldest first, also the hidden ones."""
        query = select(Message).where(*_of(app, user, conversation_id)).order_by(*_OLDEST_FIRST)
        async with self._session() as session:
            return list(await session.scalars(query))

    async def links(self, app: str, user: str, conversation_id: str) -> list[tuple[str, str | None, bool, str]]:
        """Of the same their ids, those of the turns above, whether they are hidden, and their kinds."""
        query = select(Message.id, Message.parent_id, Message.hidden, Message.kind)
        query = query.where(*_of(app, user, conversation_id)).order_by(*_OLDEST_FIRST)
        async with self._session() as session:
            return [(id, parent_id, hidden, kind) for id, parent_id, hidden, kind in await session.execute(query)]

    async def message(self, app: str, user: str, id: str) -> Message | None:
        """The turn of that id, ours or the upstream's, only if it is this user's in this app."""
        async with self._session() as session:
            query = select(Message).where(
                Message.app == app, Message.user == user, or_(Message.id == id, Message.upstream_id == id)
            )
            return (await session.scalars(query)).first()

    async def is_anybodys(self, app: str, id: str) -> bool:
        """Whether somebody has the turn of that id, ours or the upstream's."""
        async with self._session() as session:
            query = select(Message.id).where(Message.app == app, or_(Message.id == id, Message.upstream_id == id))
            return (await session.scalars(query)).first() is not None

    async def hide(self, message: Message) -> None:
        """Take a failed turn out of its thread: its question was asked again."""
        async with self._session.begin() as session:
            await session.execute(update(Message).where(*is_(Message, message, message.id)).values(hidden=True))
            await search.drop(session, message.app, message.user, message.conversation_id, message.id)

    async def keep_forms(self, message: Message, forms: list[dict[str, Any]]) -> None:
        """What became of a turn's forms."""
        async with self._session.begin() as session:
            await session.execute(update(Message).where(*is_(Message, message, message.id)).values(forms=forms))


_OLDEST_FIRST = Message.created_at, Message.id


def _of(app: str, user: str, conversation_id: str) -> tuple[ColumnElement[bool], ...]:
    return Message.app == app, Message.user == user, Message.conversation_id == conversation_id
