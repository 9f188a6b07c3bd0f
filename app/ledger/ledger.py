"""Reading and writing the ledger. Each method is one transaction."""

import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from sqlalchemy import case, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from app.ledger import engine, search
from app.ledger.accounts import Accounts
from app.ledger.alone import open_to
from app.ledger.audit import Audit
from app.ledger.canned import Canned
from app.ledger.clock import TICK, later
from app.ledger.conversations import Conversations
from app.ledger.corrections import Corrections
from app.ledger.erasures import Erasures
from app.ledger.files import Files
from app.ledger.handover import LONGEST_CONTEXT, Handover, is_for_person, name_after
from app.ledger.inbox import Inbox, learning
from app.ledger.keeping import Keeping
from app.ledger.messages import Messages
from app.ledger.migrate import upgrade
from app.ledger.numbers import UNMEASURED, Boards, Measured, Quality, tally
from app.ledger.own import Own
from app.ledger.people import People
from app.ledger.pieces import Pieces
from app.ledger.refusals import AskedAlready, WithPerson
from app.ledger.remnants import Remnants
from app.ledger.retention import Retention
from app.ledger.rows import PERSON, Conversation, Message, Run, held, is_
from app.ledger.sessions import Sessions
from app.ledger.shares import Shares
from app.ledger.signed_in import SignedIn

FAILED = ("failed", "interrupted")  # how an answer ended that has failed


class Ledger(Conversations, Messages):
    """The database behind an ``AsyncEngine``; open it with :meth:`opened`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._session = Sessions(engine)
        self.files = Files(self._session)
        self.pieces = Pieces(self._session)
        self.search = search.Search(self._session)
        self.own = Own(self._session)
        self.shares = Shares(self._session)
        self.keeping = Keeping(self._session)
        self.signed_in = SignedIn(self._session)
        self.accounts = Accounts(self._session)
        self.inbox = Inbox(self._session)
        self.people = People(self._session)
        self.erasures = Erasures(self._session)
        self.remnants = Remnants(self._session)
        self.retention = Retention(self._session)
        self.handover = Handover(self._session)
        self.numbers = Boards(self._session)
        self.quality = Quality(self._session)
        self.corrections = Corrections(self._session)
        self.canned = Canned(self._session)
        self.audit = Audit(self._session)

    @classmethod
    @asynccontextmanager
    async def opened(cls, url: str, *, alone: bool = False) -> "AsyncIterator[Ledger]":
        """The ledger at ``url``, brought to the newest migration. SQLite runs in WAL mode.

        Whoever opens it ``alone`` may take what runs in it for its own. Raises :class:`LedgerTaken` where that cannot
        be, since another process has it open, or has it alone.
        """
        async with open_to(url, alone=alone):
            await upgrade(url)
            async with cls.beside(url) as ledger:
                yield ledger

    @classmethod
    @asynccontextmanager
    async def beside(cls, url: str) -> "AsyncIterator[Ledger]":
        """A ledger whose tables are there, for who ends nothing that runs in it: whoever has it open is not asked."""
        database = engine.made(url)
        try:
            yield cls(database)
        finally:
            await database.dispose()

    async def greet(self) -> None:
        """Ask the database whether it is there. Raises ``LedgerFailed``."""
        async with self._session() as session:
            await session.execute(select(Run.id).limit(1))

    async def begin(
        self, app: str, user: str, question: str, conversation: Conversation | None, inputs: dict[str, Any],
        parent_id: str | None = None, files_of: str | None = None, id: str | None = None, context: str = "",
    ) -> tuple[Conversation, Message, Run]:  # fmt: skip
        """Record a question that is about to be asked, in a new conversation where there is none yet.

        It is what is shown below the turn ``parent_id`` from now on. The app is told the ``context`` before it, in
        place of what it was to be told anyhow. Raises :class:`AskedAlready` where there is a turn of its ``id``, and
        :class:`WithPerson` where what is asked is for a person: then nothing is recorded.
        """
        try:
            turn = parent_id, files_of, id or str(uuid4()), context
            return await self._begin(app, user, question, conversation, inputs, *turn)
        except IntegrityError:
            if id and await self.message(app, user, id):
                raise AskedAlready from None
            raise

    async def _begin(
        self, app: str, user: str, question: str, conversation: Conversation | None, inputs: dict[str, Any],
        parent_id: str | None, files_of: str | None, id: str, context: str,
    ) -> tuple[Conversation, Message, Run]:  # fmt: skip
        now = later(0.0)
        async with self._session.begin() as session:
            if conversation is None:
                conversation = Conversation(
                    id=str(uuid4()), app=app, user=user, made_by="", name="", inputs=inputs, chosen={},
                    created_at=now, updated_at=now, context="",
                )  # fmt: skip
                session.add(conversation)
            else:
                conversation = await held(session, app, conversation.id)
                if await is_for_person(session, conversation):
                    raise WithPerson
                conversation.updated_at = now = later(conversation.updated_at)
                conversation.chosen = {key: id for key, id in conversation.chosen.items() if key != parent_id}
                conversation.status = "open" if conversation.status == "resolved" else conversation.status
                conversation.context = context[:LONGEST_CONTEXT] or conversation.context
            await name_after(session, conversation, question)
            conversation.excerpt, conversation.asked_at, conversation.failed = learning.excerpt(question), now, False
            # Somebody may have kept it since it was looked up.
            whose = {"app": app, "user": conversation.user, "made_by": conversation.made_by}
            owner = {**whose, "conversation_id": conversation.id}
            message = Message(
                id=id, **owner, question=question, answer="", status="running",
                notice={}, notes=[], citations=[], thoughts=[], forms=[], workflow_run_id="", usage={},
                parent_id=parent_id, files_of=files_of, hidden=False, created_at=now, context=conversation.context,
            )  # fmt: skip
            run = Run(id=str(uuid4()), **owner, message_id=message.id, status="running", started_at=now)
            session.add_all([message, run])
        return conversation, message, run

    async def resume(self, message: Message) -> Run:
        """A further run of a turn whose flow was paused. Raises :class:`WithPerson`."""
        owner = {"app": message.app, "user": message.user, "made_by": message.made_by}
        place = {"conversation_id": message.conversation_id, "message_id": message.id}
        run = Run(id=str(uuid4()), **owner, **place, status="running")
        of_it = (Run.app == message.app, Run.user == message.user, Run.message_id == message.id)
        async with self._session.begin() as session:
            if (await held(session, message.app, message.conversation_id)).status == PERSON:
                raise WithPerson
            run.started_at = later(await session.scalar(select(func.max(Run.started_at)).where(*of_it)) or 0.0)
            session.add(run)
            await session.execute(update(Message).where(*is_(Message, message, message.id)).values(status="running"))
        return run

    async def named(self, run: Run, *, task_id: str, message_id: str, conversation_id: str) -> None:
        """The upstream's ids of a run, as soon as its stream has told them."""
        async with self._session.begin() as session:
            await session.execute(update(Run).where(*is_(Run, run, run.id)).values(task_id=task_id or None))
            await session.execute(
                update(Message).where(*is_(Message, run, run.message_id)).values(upstream_id=message_id or None)
            )
            if conversation_id:
                await _name_conversation(session, run, conversation_id)

    async def save(self, run: Run, answer: str) -> None:
        """The answer so far, so that a server that dies leaves it; of one that has ended meanwhile nothing changes."""
        this = (*is_(Message, run, run.message_id), Message.status == "running")
        async with self._session.begin() as session:
            await session.execute(update(Message).where(*this).values(answer=answer))

    async def end(self, run: Run, status: str, measured: Measured = UNMEASURED, **values: Any) -> None:
        """The run's end, and what it took: ``values`` are the message's: answer, notice, citations and so on."""
        now = time.time()
        ended = update(Run).where(*is_(Run, run, run.id))
        ended = ended.values(status=status, ended_at=now, error=measured.error, uncited=measured.uncited)
        moved = case((Conversation.updated_at >= now, Conversation.updated_at + TICK), else_=now)
        async with self._session.begin() as session:
            # It may be told twice, where nobody knows whether the first time was heard.
            anew = await session.scalar(ended.where(Run.ended_at.is_(None)).returning(Run.id))
            if anew is None:
                await session.execute(ended)
            await session.execute(
                update(Message).where(*is_(Message, run, run.message_id)).values(status=status, **values)
            )
            await session.execute(
                update(Conversation)
                .where(*is_(Conversation, run, run.conversation_id))
                .values(updated_at=moved, answered_at=moved, failed=status in FAILED)
            )
            message = await session.get_one(Message, (run.app, run.message_id))
            if message.context and (message.answer or status == "waiting"):  # The app has it, and remembers.
                told = (*is_(Conversation, run, run.conversation_id), Conversation.context == message.context)
                await session.execute(update(Conversation).where(*told).values(context=""))
            if anew is not None:
                await tally(session, run.app, now, status, measured)
        await self.search.put_turn(message)

    async def newest_run(self, app: str, user: str, turn_id: str) -> Run | None:
        """The newest run of a turn; None where there is none, or the turn is not this user's."""
        query = select(Run).where(Run.app == app, Run.user == user, Run.message_id == turn_id)
        async with self._session() as session:
            return (await session.scalars(query.order_by(Run.started_at.desc()).limit(1))).first()

    async def tell(self, run: Run, notice: dict[str, Any]) -> None:
        """Change what a person is told of a run's end."""
        async with self._session.begin() as session:
            await session.execute(update(Message).where(*is_(Message, run, run.message_id)).values(notice=notice))

    async def interrupt_all(self, but: Collection[str] = (), before: float = float("inf")) -> None:
        """At a start: a run that is still ``running`` died with its process, ``but`` for those that a living one has.

        Runs that started after ``before`` are left alone: they may not have been told to the other processes yet.
        """
        dead = (Run.status == "running", Run.id.not_in(but), Run.started_at < before)
        now, lost = time.time(), Measured(error="Interrupted")
        async with self._session.begin() as session:
            turns = [
                (run.app, run.conversation_id, run.message_id)
                for run in await session.scalars(select(Run).where(*dead))
            ]
            ended = {"status": "interrupted", "ended_at": now, "error": lost.error}
            await session.execute(update(Run).where(*dead).values(ended))
            for app, conversation_id, id in turns:
                this = (Message.app == app, Message.id == id, Message.status == "running")
                await session.execute(update(Message).where(*this).values(status="interrupted"))
                its = (Conversation.app == app, Conversation.id == conversation_id)
                await session.execute(update(Conversation).where(*its).values(failed=True))
            for app, _, _ in turns:
                await tally(session, app, now, "interrupted", lost)


async def _name_conversation(session: AsyncSession, run: Run, upstream_id: str) -> None:
    """The run's conversation is the upstream's of that id.

    Upstream it exists from the question on, its stream names it with the first event, and a slow model lets minutes
    pass in between: a list read meanwhile has learned it as one of its own, which now gives way.
    """
    ours = await session.get_one(Conversation, (run.app, run.conversation_id))
    listed = (
        await session.scalars(
            select(Conversation).where(
                Conversation.app == run.app, Conversation.user == ours.user, Conversation.upstream_id == upstream_id
            )
        )
    ).first()
    if ours.upstream_id or (listed is not None and listed.id != upstream_id):
        return
    if listed is not None:
        for table in (Message, Run):
            of_it = (table.app == run.app, table.user == ours.user, table.conversation_id == listed.id)
            await session.execute(update(table).where(*of_it).values(conversation_id=ours.id))
        await search.move(session, run.app, ours.user, listed.id, ours.id)
        await learning.move(session, listed, ours)
        await session.delete(listed)
        await session.flush()
    ours.upstream_id = upstream_id
