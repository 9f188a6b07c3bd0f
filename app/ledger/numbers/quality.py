"""How good answers are: bad ratings, answers without a source, errors, and the documents under what was rated badly."""

import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, delete, func, literal_column, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger.inbox.rows import DoneElsewhere, Rating
from app.ledger.numbers.rows import QUARTER, TALLIES
from app.ledger.rows import Conversation, Message, Run
from app.ledger.writing import written

LOOKED_AT = 1_000  # badly rated answers of an app of which the sources are counted
EXCERPT = 300  # characters
BAD = "dislike"
_NONE: ColumnElement[str] = literal_column("''")  # as it stands in the index of those that failed

Columns = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Turn:
    """A question and its answer, as far as the ledger has them. ``id`` is the upstream's of a rated answer, of another
    one the run's; ``reason`` is what was said of it, or the code of the error."""

    app: str
    conversation_id: str
    id: str
    name: str
    question: str
    answer: str
    at: float
    reason: str
    done: bool = False


class Place(NamedTuple):
    """Where a page of turns ends: with the last one of it."""

    at: float
    id: str
    app: str


class Quality:
    """``open`` are the apps that an agent may see, and ``since`` from when on, in seconds of the epoch. The newest come
    first, ``most`` of them at most, of those behind ``after`` where there is one."""

    def __init__(self, session: async_sessionmaker[AsyncSession]) -> None:
        self._session = session

    async def bad(
        self, open: Collection[str], since: float, most: int, after: Place | None = None, *, done: bool = False
    ) -> list[Turn]:
        """Bad ratings that nobody has dealt with yet, or those that somebody has."""
        dealt = Rating.done_at.is_not(None) if done else Rating.done_at.is_(None)

        def of(app: str) -> Columns:
            query = _turns(Rating, Rating.id, Rating.at, Rating.reason).outerjoin(Message, _RATED)
            behind = _behind(app, Rating.at, Rating.id, after)
            return query.where(dealt, *_bad(app, since), *behind).order_by(Rating.at.desc(), Rating.id.desc())

        return await self._newest(open, most, of, done=done)

    async def uncited(self, open: Collection[str], since: float, most: int, after: Place | None = None) -> list[Turn]:
        """Whole answers that named no source."""
        return await self._runs(Run.uncited.expression, open, since, most, after)

    async def failed(
        self, open: Collection[str], since: float, most: int, after: Place | None = None, *, code: str = ""
    ) -> list[Turn]:
        """Answers that failed, by that code where one is named."""
        return await self._runs(and_(_FAILED, Run.error == code) if code else _FAILED, open, since, most, after)

    async def errors(self, open: Collection[str], since: float) -> list[tuple[str, str, int]]:
        """By app what answers failed by, and how many of them, the most frequent first."""
        number = func.count().label("number")
        there = (Run.app.in_(sorted(open)), Run.ended_at >= since, _FAILED)
        query = select(Run.app, Run.error, number).where(*there).group_by(Run.app, Run.error)
        async with self._session() as session:
            rows = await session.execute(query.order_by(number.desc(), Run.app, Run.error))
            return [(app, code, count) for app, code, count in rows]

    async def documents(self, open: Collection[str], since: float) -> list[tuple[str, str, int]]:
        """By app the documents that badly rated answers named as their sources, and how many of the newest did."""
        counted = Counter[tuple[str, str]]()
        async with self._session() as session:
            for app in sorted(open):
                query = select(Message.citations).select_from(Rating).join(Message, _RATED).where(*_bad(app, since))
                for citations in await session.scalars(query.order_by(Rating.at.desc()).limit(LOOKED_AT)):
                    counted.update({(app, str(it.get("document"))) for it in citations if it.get("document")})
        return [(app, name, count) for (app, name), count in counted.most_common()]

    async def citing(self, open: Collection[str], since: float) -> list[str]:
        """Those of the apps that named a source at least once."""
        t = TALLIES.c
        named = func.sum(t.done) > func.sum(t.uncited)
        query = select(t.app).where(t.app.in_(sorted(open)), t.at >= since - QUARTER).group_by(t.app).having(named)
        async with self._session() as session:
            return list(await session.scalars(query))

    async def set_done(self, open: Collection[str], app: str, conversation_id: str, id: str, *, done: bool) -> bool:
        """An agent has dealt with a bad rating, or has not after all. False where there is none."""
        this = (Rating.app == app, Rating.app.in_(sorted(open)), Rating.conversation_id == conversation_id)
        change = update(Rating).where(*this, Rating.id == id, Rating.rating == BAD)
        change = change.values(done_at=time.time() if done else None)

        async def write(session: AsyncSession) -> bool:
            return await session.scalar(change.returning(Rating.id)) is not None

        return await written(self._session, write)

    async def done_elsewhere(self, app: str) -> set[str]:
        """The answers whose bad ratings an agent has dealt with, in conversations that are not here."""
        async with self._session() as session:
            return set(await session.scalars(select(DoneElsewhere.id).where(DoneElsewhere.app == app)))

    async def set_done_elsewhere(self, app: str, id: str, *, done: bool) -> None:
        async with self._session.begin() as session:
            if done:
                await session.merge(DoneElsewhere(app=app, id=id, done_at=time.time()))
            else:
                await session.execute(delete(DoneElsewhere).where(DoneElsewhere.app == app, DoneElsewhere.id == id))

    async def move_done(self, conversation: Conversation, ids: Collection[str]) -> None:
        """What was dealt with before the conversation was here, has been dealt with."""
        its = (DoneElsewhere.app == conversation.app, DoneElsewhere.id.in_(sorted(ids)))

        async def write(session: AsyncSession) -> None:
            for row in list(await session.scalars(select(DoneElsewhere).where(*its))):
                this = (Rating.app == row.app, Rating.conversation_id == conversation.id, Rating.id == row.id)
                await session.execute(update(Rating).where(*this).values(done_at=row.done_at))
                await session.delete(row)

        await written(self._session, write)

    async def places(self, app: str, upstream_ids: Collection[str]) -> dict[str, Conversation]:
        """Conversations of whomever, by the upstream's ids."""
        query = select(Conversation).where(Conversation.app == app, Conversation.upstream_id.in_(sorted(upstream_ids)))
        async with self._session() as session:
            return {str(row.upstream_id): row for row in await session.scalars(query)}

    async def _runs(
        self, wanted: ColumnElement[bool], open: Collection[str], since: float, most: int, after: Place | None
    ) -> list[Turn]:
        its = and_(Message.app == Run.app, Message.id == Run.message_id)

        def of(app: str) -> Columns:
            query = _turns(Run, Run.id, Run.ended_at, Run.error).join(Message, its)
            there = (wanted, Run.app == app, Run.ended_at >= since, *_behind(app, Run.ended_at, Run.id, after))
            return query.where(*there).order_by(Run.ended_at.desc(), Run.id.desc())

        return await self._newest(open, most, of)

    async def _newest(
        self, open: Collection[str], most: int, of: Callable[[str], Columns], *, done: bool = False
    ) -> list[Turn]:
        """App by app, so that each is read along an index, and no more of it than is shown."""
        async with self._session() as session:
            rows = [row for app in open for row in await session.execute(of(app).limit(most))]
        found = [replace(Turn(*row), done=done) for row in rows]
        return sorted(found, key=lambda turn: (turn.at, turn.id, turn.app), reverse=True)[:most]


_RATED = and_(Message.app == Rating.app, Message.user == Rating.user, Message.upstream_id == Rating.id)
_FAILED = Run.error != _NONE


def _turns(table: type[Rating | Run], id: Any, at: Any, reason: Any) -> Columns:
    c, said = Conversation, (func.substr(Message.question, 1, EXCERPT), func.substr(Message.answer, 1, EXCERPT))
    texts = [func.coalesce(text, "") for text in said]
    its = and_(c.app == table.app, c.id == table.conversation_id, c.deleted_at.is_(None))
    return select(table.app, table.conversation_id, id, c.name, *texts, at, reason).select_from(table).join(c, its)


def _behind(app: str, at: Any, id: Any, after: Place | None) -> list[ColumnElement[bool]]:
    """Of an app what comes after that place in the order of all of them; its moment alone finds it in an index."""
    if after is None:
        return []
    this, place = tuple_(at, id), tuple_(after.at, after.id)
    return [at <= after.at, this <= place if app < after.app else this < place]


def _bad(app: str, since: float) -> list[ColumnElement[bool]]:
    return [Rating.app == app, Rating.rating == BAD, Rating.at >= since]
