"""All that the ledger has of one person, in every app and in none: to be read, and to be taken away."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, delete, or_, select, true, union, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger.canned import Reply
from app.ledger.conversations import newest_first
from app.ledger.corrections import Correction, take_away
from app.ledger.inbox.rows import Note, Rating, View
from app.ledger.rows import Base, Conversation, Message
from app.ledger.writing import written

# Every column that says who somebody is, and what becomes of it with whoever it names. ``GOES``: its row is taken away.
GOES, EMPTIED, STAYS = "the row goes", "the column is emptied", "the row stays"
FATES: Mapping[str, str] = {
    "accounts.user": GOES,
    "audit.agent": STAYS,  # it has a time of its own, and who looked is not the customer's to take away
    "audit.customer": STAYS,
    "canned_replies.owner": EMPTIED,
    "conversations.assignee": EMPTIED,
    "conversations.made_by": STAYS,  # the visitor that somebody was who has kept it: it is theirs
    "conversations.user": GOES,
    "corrections.agent": EMPTIED,
    "corrections.user": GOES,
    "erasures.user": STAYS,  # until all is erased
    "files.made_by": STAYS,
    "file_pieces.user": GOES,
    "files.user": GOES,
    "inbox_agents.agent": GOES,
    "inbox_seen.agent": GOES,
    "inbox_seen.user": GOES,
    "inbox_views.agent": GOES,
    "labels.user": GOES,
    "mentions.agent": GOES,
    "mentions.user": GOES,
    "messages.agent": EMPTIED,
    "messages.made_by": STAYS,
    "messages.user": GOES,
    "notes.author": EMPTIED,
    "notes.user": GOES,
    "ratings.user": GOES,
    "remnants.user": STAYS,  # until the app has taken it away
    "runs.made_by": STAYS,
    "runs.user": GOES,
    "search_entries.user": GOES,
    "search_reads.user": GOES,
    "sessions.user": GOES,
    "shares.user": GOES,
}
# What opens something, and what the search makes of the rest: nobody is given it.
SECRETS = {"accounts.password", "sessions.token", "shares.token"}
_DERIVED = {"search_entries", "search_reads", "erasures", "remnants"}
_BYTES = {"file_pieces"}  # told as the files that they are

Row = dict[str, Any]


class People:
    def __init__(self, session: async_sessionmaker[AsyncSession]) -> None:
        self._session = session

    async def apps(self, user: str) -> list[str]:
        """The slugs of the apps in which there is anything of this user's."""
        asked = [select(table.c.app).where(table.c.user == user) for table in of_apps()]
        async with self._session() as session:
            return sorted(await session.scalars(union(*asked)))

    async def made(self, app: str, user: str) -> list[tuple[str, str, str]]:
        """This user's conversations, newest first: the id of each, the upstream's, which may be empty, and the user
        that the upstream knows it by."""
        query = select(Conversation).where(Conversation.app == app, Conversation.user == user)
        async with self._session() as session:
            rows = await session.scalars(query.order_by(*newest_first()))
            return [(row.id, row.upstream_id or "", row.upstream_user) for row in rows]

    async def rated(self, app: str, user: str) -> dict[str, list[str]]:
        """The upstream's ids of the answers that this user rated, by our id of their conversation."""
        found = dict[str, list[str]]()
        query = select(Rating.conversation_id, Rating.id).where(Rating.app == app, Rating.user == user)
        async with self._session() as session:
            for conversation_id, id in await session.execute(query.order_by(Rating.id)):
                found.setdefault(conversation_id, []).append(id)
        return found

    async def of_conversation(self, app: str, user: str, id: str) -> dict[str, list[Row]]:
        """Every row of a conversation of this user's, by the names of the tables that have some."""
        found = {"conversations": await self._rows(Conversation.__table__, Conversation.id == id, app, user)}
        for table in of_apps():
            if "conversation_id" in table.c and table.name not in _BYTES:
                found[table.name] = await self._rows(table, table.c.conversation_id == id, app, user)
        return {name: rows for name, rows in found.items() if rows}

    async def of_none(self, app: str, user: str) -> dict[str, list[Row]]:
        """What there is of this user in an app besides conversations, such as files that were not sent."""
        found = {}
        for table in of_apps():
            if table.name not in {"conversations", *_BYTES}:
                found[table.name] = await self._rows(table, _of_none(table), app, user)
        return {name: rows for name, rows in found.items() if rows}

    async def of_person(self, user: str) -> dict[str, list[Row]]:
        """What there is of this user in no app: account, sessions, and what they keep as an agent."""
        found = {}
        for table, column in _of_person():
            async with self._session() as session:
                rows = (await session.execute(select(table).where(column == user))).mappings()
                found[table.name] = [_shown(table, row) for row in rows]
        return {name: rows for name, rows in found.items() if rows}

    async def forget_rest(self, app: str, user: str, until: float) -> None:
        """Take away what is of no conversation and was made ``until`` then."""

        async def write(session: AsyncSession) -> None:
            for table in of_apps():
                if table.name != "conversations":
                    late = [table.c.created_at <= until] if "created_at" in table.c else []
                    mine = (table.c.app == app, table.c.user == user)
                    await take_away(session, table, *mine, _of_none(table), *late)

        await written(self._session, write)

    async def forget(self, user: str) -> None:
        """Take away account and sessions, and what this user keeps as an agent; nothing stays assigned to them, and
        what they wrote to others is nobody's."""

        async def write(session: AsyncSession) -> None:
            for table, column in _of_person():
                await session.execute(delete(table).where(column == user))
            theirs = update(Conversation).where(Conversation.assignee == user)
            await session.execute(theirs.values(assignee="", person=""))
            await session.execute(update(Message).where(Message.agent == user).values(agent="", author=""))
            await session.execute(update(Note).where(Note.author == user).values(author=""))
            await session.execute(update(Reply).where(Reply.owner == user).values(owner=""))
            await session.execute(update(Correction).where(Correction.agent == user).values(agent=""))
            for view in await session.scalars(select(View).where(View.choices["assignee"].as_string() == user)):
                view.choices = {**view.choices, "assignee": ""}

        await written(self._session, write)

    async def _rows(self, table: Any, which: ColumnElement[bool], app: str, user: str) -> list[Row]:
        query = select(table).where(table.c.app == app, table.c.user == user, which)
        async with self._session() as session:
            rows = await session.execute(query.order_by(*table.primary_key.columns))
            return [_shown(table, row) for row in rows.mappings()]


def of_apps() -> list[Table]:
    """The tables of what somebody has in an app, but for what is made of the rest."""
    every = Base.metadata.sorted_tables
    return [table for table in every if {"app", "user"} <= set(table.c.keys()) and table.name not in _DERIVED]


def _of_person() -> list[tuple[Table, Column[Any]]]:
    """The tables of what is somebody's in no app, each with the column that says whose."""
    tables = Base.metadata.tables
    named = [name.split(".") for name, fate in FATES.items() if fate == GOES]
    return [
        (tables[table], tables[table].c[column])
        for table, column in named
        if column != "user" or "app" not in tables[table].c
    ]


def _of_none(table: Table) -> ColumnElement[bool]:
    """Whether a row is of no conversation that is there."""
    if "conversation_id" not in table.c:
        return true()
    there = select(Conversation.id).where(Conversation.app == table.c.app, Conversation.id == table.c.conversation_id)
    return or_(table.c.conversation_id.is_(None), ~there.exists())


def _shown(table: Table, row: Any) -> Row:
    """A row without what opens something. A signed address does, for some minutes: one that a person gave stays."""
    shown = {name: value for name, value in row.items() if f"{table.name}.{name}" not in SECRETS}
    if table.name == "files" and row["source"] != "remote_url":
        del shown["url"]
    if table.name == "messages":
        shown["forms"] = [{name: value for name, value in form.items() if name != "token"} for form in row["forms"]]
    return shown
