"""What a visitor has becomes somebody else's: of the account that they have signed in to."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger.conversations import newest_first
from app.ledger.corrections import Correction
from app.ledger.inbox.rows import Label, Mention, Note, Rating, Seen
from app.ledger.index import Index
from app.ledger.pieces import Piece
from app.ledger.remnants import Remnant
from app.ledger.rows import Conversation, File, Made, Message, Owned, Run, SearchEntry, SearchRead, Share
from app.ledger.search import owner_of
from app.ledger.writing import written


@dataclass(frozen=True)
class Found:
    """How many conversations somebody has in all apps together, and the names of the newest."""

    count: int = 0
    names: tuple[str, ...] = ()


class Keeping:
    def __init__(self, session: async_sessionmaker[AsyncSession]) -> None:
        self._session = session

    async def found(self, user: str, names: int = 0) -> Found:
        """What there is of this user, with as many ``names``; what is about to be deleted is no part of it."""
        there = (Conversation.user == user, Conversation.deleted_at.is_(None))
        newest = select(Conversation.name).where(*there).order_by(*newest_first()).limit(names)
        async with self._session() as session:
            count = await session.scalar(select(func.count()).select_from(Conversation).where(*there)) or 0
            return Found(count, tuple(await session.scalars(newest)) if names and count else ())

    async def apps(self, user: str) -> list[str]:
        """The slugs of the apps in which this user has conversations."""
        async with self._session() as session:
            return await _apps(session, user)

    async def makers(self, app: str, user: str) -> list[str]:
        """The visitors whose conversations this user has kept."""
        kept = (Conversation.app == app, Conversation.user == user, Conversation.made_by != "")
        async with self._session() as session:
            return list(await session.scalars(select(Conversation.made_by).where(*kept).distinct()))

    async def keep(self, visitor: str, user: str) -> list[tuple[str, str]]:
        """All that the visitor has becomes this user's, in one transaction: the app and id of each conversation.

        A conversation that a server has listed to both is this user's already: that of the visitor stays behind.
        """

        async def write(session: AsyncSession) -> list[tuple[str, str]]:
            moved = []
            for app in await _apps(session, visitor):
                moved += [(app, id) for id in await _kept(session, app, visitor, user)]
            return moved

        return await written(self._session, write) if visitor and visitor != user else []


async def _apps(session: AsyncSession, user: str) -> list[str]:
    return list(await session.scalars(select(Conversation.app).where(Conversation.user == user).distinct()))


async def _kept(session: AsyncSession, app: str, visitor: str, user: str) -> list[str]:
    theirs = select(Conversation.id).where(Conversation.app == app, Conversation.user == visitor)
    await session.execute(theirs.with_for_update())
    twice = list(await session.scalars(theirs.where(_has(Conversation, app, user))))
    await _index(session, app, visitor, user, twice)
    for table in (Message, Run, File, Share):
        mine = [table.app == app, table.user == visitor, func.coalesce(table.conversation_id, "").not_in(twice)]
        mine += [~_has(File, app, user)] if table is File else []
        await session.execute(update(table).where(*mine).values(_given(table, visitor, user)))
    for beside in (Label, Rating, Seen, Note, Mention, Piece, Correction):
        mine = [beside.app == app, beside.user == visitor, beside.conversation_id.not_in(twice)]
        await session.execute(update(beside).where(*mine).values(user=user))
    beyond = (Remnant.app == app, Remnant.user == visitor)
    await session.execute(update(Remnant).where(*beyond).values(user=user))
    mine = [Conversation.app == app, Conversation.user == visitor, Conversation.id.not_in(twice)]
    moved = update(Conversation).where(*mine).values(_given(Conversation, visitor, user)).returning(Conversation.id)
    return list(await session.scalars(moved))


def _given(table: type[Owned], visitor: str, user: str) -> dict[str, object]:
    """What changes of a row: one that the visitor had kept themselves was made by another."""
    if not issubclass(table, Made):
        return {"user": user}
    return {"user": user, "made_by": case((table.made_by == "", visitor), else_=table.made_by)}


def _has(table: type[Conversation | File], app: str, user: str) -> ColumnElement[bool]:
    """Whether this user has the upstream's of that id as well."""
    known = (table.app == app, table.user == user, table.upstream_id.is_not(None))
    return func.coalesce(table.upstream_id, "").in_(select(table.upstream_id).where(*known))


async def _index(session: AsyncSession, app: str, visitor: str, user: str, but: Collection[str]) -> None:
    """The visitor's part of the search is this user's, in the words of its index as well."""
    read = (SearchRead.app == app, SearchRead.user == visitor, SearchRead.conversation_id.not_in(but))
    await session.execute(update(SearchRead).where(*read).values(user=user))
    mine = (SearchEntry.app == app, SearchEntry.user == visitor, SearchEntry.conversation_id.not_in(but))
    moved = update(SearchEntry).where(*mine).values(user=user).returning(SearchEntry.id, SearchEntry.turn_id)
    entries = [(id, "m" if turn_id else "t") for id, turn_id in await session.execute(moved)]
    words = [
        {"id": id, "before": owner_of(kind, app, visitor), "owner": owner_of(kind, app, user)} for id, kind in entries
    ]
    if words:
        await session.execute(Index.of(session).give, words)
