"""What the chat page comes to know of a conversation, for the inbox: ratings, and questions that only the app had."""

import time
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger.corrections import Correction
from app.ledger.inbox.rows import Label, Mention, Note, Rating, Seen
from app.ledger.rows import Conversation
from app.ledger.writing import written

EXCERPT = 200  # characters
TITLE = 60  # and of its name
REASON = 2_000
_NOTHING: Mapping[str, Any] = {}


class Learning:
    _session: async_sessionmaker[AsyncSession]

    async def ratings(self, conversation: Conversation) -> dict[str, str]:
        """Those of its answers, by the upstream's ids."""
        async with self._session() as session:
            return {id: row.rating for id, row in (await _ratings(session, conversation)).items()}

    async def rated(
        self, conversation: Conversation, ratings: Mapping[str, str], reasons: Mapping[str, str] = _NOTHING,
        times: Mapping[str, float] = _NOTHING,
    ) -> bool:  # fmt: skip
        """Ratings of a conversation's answers by the upstream's ids, each ``like``, ``dislike`` or empty, with the
        ``reasons`` that were given and when that was, if not now. Whether one is another than it was."""

        async with self._session() as session:
            if not _changed(await _ratings(session, conversation), ratings, reasons):
                return False

        async def write(session: AsyncSession) -> bool:
            row = await _held(session, conversation)
            there = await _ratings(session, conversation)
            changed = _changed(there, ratings, reasons)
            if row is None or not changed:
                return False
            for id, rating in changed.items():
                if not rating:
                    await session.delete(there.pop(id))
                    continue
                if id not in there:
                    owner = {"app": row.app, "user": row.user, "conversation_id": row.id}
                    there[id] = Rating(id=id, **owner, rating="", reason="", at=0.0)
                    session.add(there[id])
                _put(there[id], rating, reasons.get(id, ""), times.get(id))
            row.rating = worst(one.rating for one in there.values())
            return True

        return await written(self._session, write)

    async def called(self, app: str, id: str, name: str, language: str) -> None:
        """By which name the person of a conversation goes who has asked something in it, if they have one, and in which
        language they read. Nothing is written where that is known."""
        this = (Conversation.app == app, Conversation.id == id)
        async with self._session() as session:
            row = (await session.execute(select(Conversation.called, Conversation.language).where(*this))).one_or_none()
        if row is None or (now := (name or row.called, language)) == tuple(row):
            return
        async with self._session.begin() as session:
            await session.execute(update(Conversation).where(*this).values(called=now[0], language=now[1]))

    async def asked(self, conversation: Conversation, question: str, at: float, *, failed: bool) -> bool:
        """A question that only the app had. Whether it is the last one of its conversation."""

        async def write(session: AsyncSession) -> bool:
            row = await _held(session, conversation)
            if row is None or (row.excerpt and at <= row.asked_at):
                return False
            row.excerpt, row.asked_at, row.failed = excerpt(question), max(at, row.asked_at), failed
            return True

        return await written(self._session, write)


async def _held(session: AsyncSession, conversation: Conversation) -> Conversation | None:
    """As it is now: somebody else may have kept it."""
    return await session.get(Conversation, (conversation.app, conversation.id), with_for_update=True)


async def _ratings(session: AsyncSession, conversation: Conversation) -> dict[str, Rating]:
    of_it = (Rating.app == conversation.app, Rating.conversation_id == conversation.id)
    return {row.id: row for row in await session.scalars(select(Rating).where(*of_it))}


def _changed(there: Mapping[str, Rating], ratings: Mapping[str, str], reasons: Mapping[str, str]) -> dict[str, str]:
    return {id: it for id, it in ratings.items() if _differs(there.get(id), it, reasons.get(id, ""))}


def _differs(row: Rating | None, rating: str, reason: str) -> bool:
    if row is None or row.rating != rating:
        return rating != (row.rating if row else "")
    return reason not in ("", row.reason)


def _put(row: Rating, rating: str, reason: str, at: float | None) -> None:
    """Another rating than before has its own reason and time, and nobody has dealt with it."""
    if row.rating != rating:
        row.rating, row.reason, row.at, row.done_at = rating, "", time.time() if at is None else at, None
    row.reason = reason[:REASON] or row.reason


def worst(ratings: Iterable[str]) -> str:
    """What a conversation's answers come to: one bad one is a bad one."""
    return min(ratings, default="")  # «dislike» stands before «like»


def title(question: str) -> str:
    """What a conversation is called that begins with it, until the app has another name."""
    return " ".join(question.split())[:TITLE]


def excerpt(question: str) -> str:
    return " ".join(question[: EXCERPT * 4].split())[:EXCERPT]


async def move(session: AsyncSession, old: Conversation, new: Conversation) -> None:
    """What agents did with a conversation is of another one, which is the same."""
    for table in (Label, Seen, Rating, Note, Mention, Correction):
        rows = await session.scalars(select(table).where(table.app == old.app, table.conversation_id == old.id))
        for row in rows:
            columns = {column.name: getattr(row, column.name) for column in table.__table__.columns}
            await session.delete(row)
            await session.flush()
            await session.merge(table(**{**columns, "conversation_id": new.id}))
    if new.status == "open":
        new.status = old.status
    new.assignee, new.rating = new.assignee or old.assignee, new.rating or old.rating
    new.person, new.context = new.person or old.person, new.context or old.context
    new.spoken_at = max(new.spoken_at, old.spoken_at)
    new.called, new.language = new.called or old.called, new.language or old.language
    new.waits_since, new.contact = new.waits_since or old.waits_since, new.contact or old.contact
