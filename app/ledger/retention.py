"""What is kept no longer: conversations in which nothing was said for as long as the settings say."""

from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, delete, exists, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger import search
from app.ledger.corrections import take_away
from app.ledger.inbox.rows import Rating
from app.ledger.rows import Base, Conversation, File, Message, Run
from app.ledger.search import Entry
from app.ledger.writing import written

ANONYMOUS = "anonymous:"  # how the user id begins of what is nobody's any more

Place = tuple[float, str]  # where a walk is: the time and the id of the last conversation

# What stays of a conversation that is made anonymous, by table: of one that is not named nothing does.
STAYS = {
    "conversations": {
        "app", "created_at", "updated_at", "answered_at", "seen_at", "asked_at", "spoken_at", "status", "assignee",
        "rating", "failed",
    },
    "messages": {"app", "id", "parent_id", "status", "usage", "hidden", "created_at", "kind", "agent"},
    "runs": {"app", "id", "message_id", "status", "started_at", "ended_at", "error", "uncited"},
    "ratings": {"app", "id", "rating", "at", "done_at"},
    "labels": {"app", "label"},
    "inbox_seen": {"app", "agent", "asked_at"},
}  # fmt: skip
# What becomes of the rest. An upstream's id would lead to whoever it was, where the upstream keeps what it deletes.
EMPTIED: dict[str, dict[str, Any]] = {
    "conversations": {
        "upstream_id": None, "made_by": "", "name": "", "called": "", "inputs": {}, "chosen": {}, "archived": False,
        "language": "", "pinned": False, "deleted_at": None, "person": "", "contact": "", "waits_since": 0.0,
    },
    "messages": {
        "upstream_id": None, "made_by": "", "notice": {}, "notes": [], "citations": [], "thoughts": [], "forms": [],
        "workflow_run_id": "", "files_of": None, "author": "",
    },
    "runs": {"task_id": None, "made_by": ""},
}  # fmt: skip
WORDS = {
    "conversations": {"excerpt": "", "context": ""},
    "messages": {"question": "", "answer": "", "context": ""},
    "ratings": {"reason": ""},
}


class Retention:
    def __init__(self, session: async_sessionmaker[AsyncSession]) -> None:
        self._session = session

    async def due(self, app: str, before: float, after: Place | None, most: int) -> list[Conversation]:
        """Conversations of an app in which nothing was said since ``before``, the oldest behind ``after`` first."""
        query = select(Conversation).where(Conversation.app == app, *_due(before))
        if after is not None:
            query = query.where(tuple_(Conversation.updated_at, Conversation.id) > tuple_(*after))
        async with self._session() as session:
            return list(await session.scalars(query.order_by(Conversation.updated_at, Conversation.id).limit(most)))

    async def claim(self, row: Conversation, before: float) -> bool:
        """Take it out of all lists, as one that is being deleted. False where somebody has spoken in it meanwhile, or
        another process was first."""
        this = (Conversation.app == row.app, Conversation.id == row.id, *_due(before))
        change = update(Conversation).where(*this).values(deleted_at=0.0).returning(Conversation.id)

        async def write(session: AsyncSession) -> bool:
            return await session.scalar(change) is not None

        return await written(self._session, write)

    async def anonymise(self, row: Conversation, *, words: bool) -> None:
        """Let a conversation be nobody's, without names and what was entered; what was said stays as ``words``."""

        async def write(session: AsyncSession) -> None:
            this = (Conversation.app == row.app, Conversation.id == row.id)
            found = await session.scalar(select(Conversation).where(*this).with_for_update())
            if found is not None:
                await _anonymised(session, found, words=words)

        await written(self._session, write)

    async def forget_unsent(self, app: str, before: float) -> None:
        """Forget files that were given before then, and never sent."""
        unsent = (File.app == app, File.conversation_id.is_(None), File.message_id.is_(None), File.created_at < before)
        async with self._session.begin() as session:
            await session.execute(delete(File).where(*unsent))


def _due(before: float) -> tuple[ColumnElement[bool], ...]:
    of_it = (Run.app == Conversation.app, Run.user == Conversation.user, Run.conversation_id == Conversation.id)
    running = exists().where(*of_it, Run.status == "running")
    old = (Conversation.updated_at < before, Conversation.deleted_at.is_(None))
    return *old, ~Conversation.user.startswith(ANONYMOUS, autoescape=True), ~running


async def _anonymised(session: AsyncSession, row: Conversation, *, words: bool) -> None:
    nobody, id = f"{ANONYMOUS}{uuid4().hex[:16]}", str(uuid4())
    await search.forget(session, row.app, row.user, row.id)
    await _without_ids(session, row)
    for table in Base.metadata.tables.values():
        if {"app", "user", "conversation_id"} <= set(table.c.keys()):
            of_it = (table.c.app == row.app, table.c.user == row.user, table.c.conversation_id == row.id)
            if table.name in STAYS:
                now = {"user": nobody, "conversation_id": id, **_emptied(table.name, words=words)}
                await session.execute(update(table).where(*of_it).values(now))
            else:
                await (session.execute(delete(table).where(*of_it)) if words else take_away(session, table, *of_it))
    this = (Conversation.app == row.app, Conversation.id == row.id)
    now = {"user": nobody, "id": id, **_emptied("conversations", words=words)}
    await session.execute(update(Conversation).where(*this).values(now))
    if words:
        said = (Message.app == row.app, Message.user == nobody, Message.conversation_id == id, ~Message.hidden)
        turns = await session.scalars(select(Message).where(*said).execution_options(populate_existing=True))
        entries = [Entry(id, turn.id, turn.question, turn.answer, turn.created_at) for turn in turns]
        await search.put(session, row.app, nobody, entries)


def _emptied(table: str, *, words: bool) -> dict[str, Any]:
    return {**EMPTIED.get(table, {}), **({} if words else WORDS.get(table, {}))}


async def _without_ids(session: AsyncSession, row: Conversation) -> None:
    """Let neither ratings nor turns name one that the upstream alone knows."""
    of_it = (Rating.app == row.app, Rating.conversation_id == row.id)
    for id in list(await session.scalars(select(Rating.id).where(*of_it))):
        await session.execute(update(Rating).where(*of_it, Rating.id == id).values(id=str(uuid4())))
    mine = (Message.app == row.app, Message.user == row.user, Message.conversation_id == row.id)
    ours = select(Message.id).where(*mine).correlate(None)
    await session.execute(update(Message).where(*mine, Message.parent_id.not_in(ours)).values(parent_id=None))
