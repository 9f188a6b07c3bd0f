"""Reading and writing the ledger. Each method is one transaction."""

import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, event, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from app.dify import models
from app.ledger import search
from app.ledger.files import Files
from app.ledger.migrate import upgrade
from app.ledger.own import Own
from app.ledger.rows import Conversation, Message, Owned, Run
from app.ledger.shares import Shares


class Ledger:
    """The database behind an ``AsyncEngine``; open it with :meth:`opened`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._session = async_sessionmaker(engine, expire_on_commit=False)
        self.files = Files(self._session)
        self.search = search.Search(self._session)
        self.own = Own(self._session)
        self.shares = Shares(self._session)

    @classmethod
    @asynccontextmanager
    async def opened(cls, url: str) -> "AsyncIterator[Ledger]":
        """The ledger at ``url``, brought to the newest migration. SQLite runs in WAL mode."""
        engine = create_async_engine(url)
        if engine.dialect.name == "sqlite":
            event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        try:
            await upgrade(engine)
            yield cls(engine)
        finally:
            await engine.dispose()

    async def conversations(
        self, app: str, user: str, *, limit: int, before: float | None = None
    ) -> list[Conversation]:
        """The newest conversations, those updated before ``before`` (seconds of the epoch)."""
        query = select(Conversation).where(Conversation.app == app, Conversation.user == user)
        if before is not None:
            query = query.where(Conversation.updated_at < before)
        async with self._session() as session:
            rows = await session.scalars(query.order_by(Conversation.updated_at.desc()).limit(limit))
            return list(rows)

    async def conversation(self, app: str, user: str, id: str) -> Conversation | None:
        """The conversation of that id, ours or the upstream's, only if it is this user's in this app."""
        async with self._session() as session:
            query = select(Conversation).where(
                Conversation.app == app,
                Conversation.user == user,
                or_(Conversation.id == id, Conversation.upstream_id == id),
            )
            return (await session.scalars(query)).first()

    async def learn(self, app: str, user: str, page: Sequence[models.Conversation]) -> list[Conversation]:
        """Keep the upstream's conversations of this user; the rows in the order of ``page``.

        One seen for the first time gets the upstream's id as its own, unless a server lists it to two users. Two tabs
        may learn the same page at once: who comes second finds the other's rows and reads them.
        """
        try:
            return await self._learn(app, user, page)
        except IntegrityError:
            return await self._learn(app, user, page)

    async def _learn(self, app: str, user: str, page: Sequence[models.Conversation]) -> list[Conversation]:
        async with self._session.begin() as session:
            known = await session.scalars(
                select(Conversation).where(
                    Conversation.app == app,
                    Conversation.user == user,
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
                        app=app, user=user, upstream_id=item.id, name="", inputs={}, chosen={},
                        created_at=item.created_at, updated_at=moved,
                    )  # fmt: skip
                    session.add(row)
                row.name = item.name or row.name
                row.updated_at = max(row.updated_at, moved)
            await search.put_titles(session, app, user, rows.values())
            return [rows[item.id] for item in page]

    async def begin(
        self, app: str, user: str, question: str, conversation: Conversation | None, inputs: dict[str, Any],
        parent_id: str | None = None, files_of: str | None = None,
    ) -> tuple[Conversation, Message, Run]:  # fmt: skip
        """Record a question that is about to be asked, in a new conversation where there is none yet.

        It is what is shown below the turn ``parent_id`` from now on.
        """
        now = time.time()
        async with self._session.begin() as session:
            if conversation is None:
                name = " ".join(question.split())[:60]
                conversation = Conversation(
                    id=str(uuid4()), app=app, user=user, name=name, inputs=inputs, chosen={},
                    created_at=now, updated_at=now,
                )  # fmt: skip
                session.add(conversation)
                await search.put_titles(session, app, user, [conversation])
            else:
                conversation = await session.get_one(Conversation, (app, conversation.id))
                conversation.updated_at = now
                conversation.chosen = {key: id for key, id in conversation.chosen.items() if key != parent_id}
            owner = {"app": app, "user": user, "conversation_id": conversation.id}
            message = Message(
                id=str(uuid4()), **owner, question=question, answer="", status="running",
                notice={}, notes=[], citations=[], thoughts=[], forms=[], workflow_run_id="", usage={},
                parent_id=parent_id, files_of=files_of, hidden=False, created_at=now,
            )  # fmt: skip
            run = Run(id=str(uuid4()), **owner, message_id=message.id, status="running", started_at=now)
            session.add_all([message, run])
        return conversation, message, run

    async def choose(self, conversation: Conversation, turns: Mapping[str, str]) -> None:
        """Show each of ``turns`` of those that follow the turn that is its key."""
        async with self._session.begin() as session:
            row = await session.get_one(Conversation, (conversation.app, conversation.id))
            row.chosen = {**row.chosen, **turns}

    async def resume(self, message: Message) -> Run:
        """A further run of a turn whose flow was paused."""
        owner = {"app": message.app, "user": message.user, "conversation_id": message.conversation_id}
        run = Run(id=str(uuid4()), **owner, message_id=message.id, status="running", started_at=time.time())
        async with self._session.begin() as session:
            session.add(run)
            await session.execute(update(Message).where(*_is(Message, message, message.id)).values(status="running"))
        return run

    async def keep_forms(self, message: Message, forms: list[dict[str, Any]]) -> None:
        """What became of a turn's forms."""
        async with self._session.begin() as session:
            await session.execute(update(Message).where(*_is(Message, message, message.id)).values(forms=forms))

    async def named(self, run: Run, *, task_id: str, message_id: str, conversation_id: str) -> None:
        """The upstream's ids of a run, as soon as its stream has told them."""
        async with self._session.begin() as session:
            await session.execute(update(Run).where(*_is(Run, run, run.id)).values(task_id=task_id or None))
            await session.execute(
                update(Message).where(*_is(Message, run, run.message_id)).values(upstream_id=message_id or None)
            )
            if conversation_id:
                await _name_conversation(session, run, conversation_id)

    async def save(self, run: Run, answer: str) -> None:
        """The answer so far, so that a server that dies leaves it."""
        async with self._session.begin() as session:
            await session.execute(update(Message).where(*_is(Message, run, run.message_id)).values(answer=answer))

    async def end(self, run: Run, status: str, **values: Any) -> None:
        """The run's end: ``values`` are the message's: answer, notice, citations and so on."""
        now = time.time()
        async with self._session.begin() as session:
            await session.execute(update(Run).where(*_is(Run, run, run.id)).values(status=status, ended_at=now))
            await session.execute(
                update(Message).where(*_is(Message, run, run.message_id)).values(status=status, **values)
            )
            await session.execute(
                update(Conversation).where(*_is(Conversation, run, run.conversation_id)).values(updated_at=now)
            )
            message = await session.get_one(Message, (run.app, run.message_id))
        await self.search.put_turn(message)

    async def task(self, app: str, user: str, turn_id: str) -> str:
        """The upstream's id of the newest run of a turn; empty where there is none, or the turn is not this user's."""
        query = select(Run.task_id).where(Run.app == app, Run.user == user, Run.message_id == turn_id)
        async with self._session() as session:
            return await session.scalar(query.order_by(Run.started_at.desc()).limit(1)) or ""

    async def tell(self, run: Run, notice: dict[str, Any]) -> None:
        """Change what a person is told of a run's end."""
        async with self._session.begin() as session:
            await session.execute(update(Message).where(*_is(Message, run, run.message_id)).values(notice=notice))

    async def messages(self, app: str, user: str, conversation_id: str) -> list[Message]:
        """The conversation's turns as the ledger knows them, oldest first, also the hidden ones."""
        async with self._session() as session:
            rows = await session.scalars(
                select(Message)
                .where(
                    Message.app == app,
                    Message.user == user,
                    Message.conversation_id == conversation_id,
                )
                .order_by(Message.created_at)
            )
            return list(rows)

    async def links(self, app: str, user: str, conversation_id: str) -> list[tuple[str, str | None, bool]]:
        """Of each of the conversation's turns, oldest first: its id, that of the turn above, whether it is hidden."""
        query = (
            select(Message.id, Message.parent_id, Message.hidden)
            .where(Message.app == app, Message.user == user, Message.conversation_id == conversation_id)
            .order_by(Message.created_at)
        )
        async with self._session() as session:
            return [(id, parent_id, hidden) for id, parent_id, hidden in await session.execute(query)]

    async def is_anybodys(self, app: str, id: str) -> bool:
        """Whether somebody has the turn of that id, ours or the upstream's."""
        async with self._session() as session:
            query = select(Message.id).where(Message.app == app, or_(Message.id == id, Message.upstream_id == id))
            return (await session.scalars(query)).first() is not None

    async def message(self, app: str, user: str, id: str) -> Message | None:
        """The turn of that id, ours or the upstream's, only if it is this user's in this app."""
        async with self._session() as session:
            query = select(Message).where(
                Message.app == app, Message.user == user, or_(Message.id == id, Message.upstream_id == id)
            )
            return (await session.scalars(query)).first()

    async def hide(self, message: Message) -> None:
        """Take a failed turn out of its thread: its question was asked again."""
        async with self._session.begin() as session:
            await session.execute(update(Message).where(*_is(Message, message, message.id)).values(hidden=True))
            await search.drop(session, message.app, message.user, message.conversation_id, message.id)

    async def rename(self, conversation: Conversation, name: str) -> None:
        async with self._session.begin() as session:
            await session.execute(
                update(Conversation).where(*_is(Conversation, conversation, conversation.id)).values(name=name)
            )
            renamed = await session.get_one(Conversation, (conversation.app, conversation.id))
            await search.put_titles(session, conversation.app, conversation.user, [renamed])

    async def interrupt_all(self) -> None:
        """At the start of the only process: a run that is still ``running`` died with the last one."""
        async with self._session.begin() as session:
            await session.execute(update(Run).where(Run.status == "running").values(status="interrupted"))
            await session.execute(update(Message).where(Message.status == "running").values(status="interrupted"))


def _is(table: type[Owned], owner: Owned, id: str) -> tuple[ColumnElement[bool], ...]:
    return table.app == owner.app, table.user == owner.user, table.id == id


async def _name_conversation(session: AsyncSession, run: Run, upstream_id: str) -> None:
    """The run's conversation is the upstream's of that id.

    Upstream it exists from the question on, its stream names it with the first event, and a slow model lets minutes
    pass in between: a list read meanwhile has learned it as one of its own, which now gives way.
    """
    ours = await session.get_one(Conversation, (run.app, run.conversation_id))
    listed = (
        await session.scalars(
            select(Conversation).where(
                Conversation.app == run.app, Conversation.user == run.user, Conversation.upstream_id == upstream_id
            )
        )
    ).first()
    if ours.upstream_id or (listed is not None and listed.id != upstream_id):
        return
    if listed is not None:
        for table in (Message, Run):
            of_it = (table.app == run.app, table.user == run.user, table.conversation_id == listed.id)
            await session.execute(update(table).where(*of_it).values(conversation_id=ours.id))
        await search.move(session, run.app, run.user, listed.id, ours.id)
        await session.delete(listed)
        await session.flush()
    ours.upstream_id = upstream_id


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=5000")
    cursor.close()
