"""A user's conversations: the list, what a person does with one, and its end."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.dify import models
from app.ledger import search
from app.ledger.corrections import take_away
from app.ledger.rows import Base, Conversation, held, is_, of_or_made_by
from app.ledger.writing import written


class Conversations:
    """The part of the ledger that a sidebar shows."""

    _session: async_sessionmaker[AsyncSession]

    async def conversations(self, app: str, user: str, *, since: float = 0.0) -> list[Conversation]:
        """Those updated at ``since`` (seconds of the epoch) or later, newest first.

        Pinned, archived and deleted ones are among them however old they are.
        """
        query = select(Conversation).where(
            Conversation.app == app,
            Conversation.user == user,
            or_(
                Conversation.updated_at >= since,
                Conversation.pinned,
                Conversation.archived,
                Conversation.deleted_at.is_not(None),
            ),
        )
        async with self._session() as session:
            return list(await session.scalars(query.order_by(*newest_first())))

    async def latest(self, app: str, user: str, most: int) -> list[Conversation]:
        """The newest of those that are neither archived nor deleted."""
        query = select(Conversation).where(
            Conversation.app == app,
            Conversation.user == user,
            Conversation.archived.is_(False),
            Conversation.deleted_at.is_(None),
        )
        async with self._session() as session:
            return list(await session.scalars(query.order_by(*newest_first()).limit(most)))

    async def conversation(self, app: str, user: str, id: str, *, deleted: bool = False) -> Conversation | None:
        """The conversation of that id, ours or the upstream's, only if it is this user's in this app.

        One that is about to go is found only where ``deleted`` ones are asked for.
        """
        query = select(Conversation).where(
            Conversation.app == app,
            Conversation.user == user,
            or_(Conversation.id == id, Conversation.upstream_id == id),
        )
        if not deleted:
            query = query.where(Conversation.deleted_at.is_(None))
        async with self._session() as session:
            return (await session.scalars(query)).first()

    async def learn(
        self, app: str, user: str, page: Sequence[models.Conversation], made_by: str = ""
    ) -> list[Conversation]:
        """Keep the upstream's conversations of this user, or of the visitor ``made_by`` whose this user has kept; the
        rows in the order of ``page``.

        One seen for the first time gets the upstream's id as its own, unless a server lists it to two users. One that
        somebody has kept stays theirs. Two tabs may learn the same page at once: who comes second finds the other's
        rows and reads them.
        """

        async def write(session: AsyncSession) -> list[Conversation]:
            return await _learned(session, app, user, page, made_by)

        return await written(self._session, write)

    async def mark(self, conversation: Conversation, **values: Any) -> None:
        """Set columns of a conversation: its name, a mark, a time."""

        async def write(session: AsyncSession) -> None:
            await session.execute(
                update(Conversation).where(*is_(Conversation, conversation, conversation.id)).values(**values)
            )
            if "name" in values:
                renamed = await session.get_one(Conversation, (conversation.app, conversation.id))
                await search.put_titles(session, renamed.app, renamed.user, [renamed])

        await written(self._session, write)

    async def choose(self, conversation: Conversation, turns: Mapping[str, str]) -> None:
        """Show each of ``turns`` of those that follow the turn that is its key."""
        async with self._session.begin() as session:
            row = await held(session, conversation.app, conversation.id)
            row.chosen = {**row.chosen, **turns}

    async def again(self, conversation: Conversation) -> Conversation | None:
        """The conversation as it is now, whoever has kept it meanwhile; None where it is gone."""
        async with self._session() as session:
            this = is_(Conversation, conversation, conversation.id)
            return (await session.scalars(select(Conversation).where(*this))).first()

    async def move_deletion(self, conversation: Conversation, deleted_at: float | None) -> bool:
        """Give up a deletion (None), or begin it for good (0); False where that has been done, here or elsewhere."""
        this = (*is_(Conversation, conversation, conversation.id), Conversation.deleted_at > 0)

        async def write(session: AsyncSession) -> bool:
            changed = update(Conversation).where(*this).values(deleted_at=deleted_at).returning(Conversation.id)
            return (await session.scalar(changed)) is not None

        return await written(self._session, write)

    async def deleted(self, app: str) -> list[Conversation]:
        """Everybody's conversations that are about to go."""
        async with self._session() as session:
            query = select(Conversation).where(Conversation.app == app, Conversation.deleted_at.is_not(None))
            return list(await session.scalars(query))

    async def forget(self, conversation: Conversation) -> None:
        """Delete all there is of a conversation: its own row, and those of every table that names it."""

        async def write(session: AsyncSession) -> None:
            await session.get(Conversation, (conversation.app, conversation.id), with_for_update=True)
            await search.forget(session, conversation.app, conversation.user, conversation.id)
            for table in Base.metadata.tables.values():
                if "conversation_id" in table.c:
                    of_it = (
                        table.c.app == conversation.app,
                        table.c.user == conversation.user,
                        table.c.conversation_id == conversation.id,
                    )
                    await take_away(session, table, *of_it)
            await session.execute(delete(Conversation).where(*is_(Conversation, conversation, conversation.id)))

        await written(self._session, write)


def newest_first() -> tuple[ColumnElement[Any], ...]:
    """The order of a list, the same for those that changed in one moment wherever the rows are kept."""
    return Conversation.updated_at.desc(), Conversation.created_at.desc(), Conversation.id.desc()


async def _learned(
    session: AsyncSession, app: str, user: str, page: Sequence[models.Conversation], made_by: str
) -> list[Conversation]:
    theirs = or_(Conversation.user == user, of_or_made_by(Conversation, made_by or user))
    known = await session.scalars(
        select(Conversation).where(
            Conversation.app == app,
            theirs,
            Conversation.upstream_id.in_([item.id for item in page]),
        )
    )
    rows = {row.upstream_id: row for row in known}
    new = [item.id for item in page if item.id not in rows]
    used = select(Conversation.id).where(Conversation.app == app, Conversation.id.in_(new))
    taken = set(await session.scalars(used))
    for item in page:
        moved = float(item.updated_at or item.created_at)
        row = rows.get(item.id)
        if row is None:
            row = rows[item.id] = Conversation(
                id=str(uuid4()) if item.id in taken else item.id,
                app=app, user=user, made_by=made_by, upstream_id=item.id, name="", inputs={}, chosen={},
                created_at=item.created_at, updated_at=moved, asked_at=moved,
            )  # fmt: skip
            session.add(row)
        row.name = _name(item.name, row.name)
        row.updated_at = max(row.updated_at, moved)
    for owner in {row.user for row in rows.values()}:
        await search.put_titles(session, app, owner, (row for row in rows.values() if row.user == owner))
    return [rows[item.id] for item in page]


def _name(theirs: str, ours: str) -> str:
    """The upstream has a placeholder until it has made a title; the question's own words say more."""
    return ours if ours and theirs in ("", models.UNNAMED) else theirs
