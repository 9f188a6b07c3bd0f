"""What is found: titles and turns, and their words in the database's index."""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger.index import Index
from app.ledger.rows import Conversation, Message, SearchEntry, SearchRead
from app.ledger.types import storable
from app.ledger.writing import written
from app.search import Term, indexed, plain

TITLES, TURNS = 10, 40  # most of each that are found
LAST = 8e9  # seconds of the epoch, in the year 2223: a later time is not worth an id that no database takes
LONGEST = 200_000  # characters of an answer that are indexed, as many as a page shows without being asked for more


@dataclass(frozen=True)
class Entry:
    """A turn, or the name of a conversation as ``question`` where ``turn_id`` is empty. ``at``: seconds of the epoch.

    ``answer`` is Markdown when it is put into the index, and plain words when it is found.
    """

    conversation_id: str
    turn_id: str
    question: str
    answer: str
    at: float


@dataclass(frozen=True)
class Hit:
    """What was found, and the name of its conversation now."""

    entry: Entry
    title: str


class Search:
    """Every query stands under an app and a user. Each method is one transaction."""

    def __init__(self, session: async_sessionmaker[AsyncSession]) -> None:
        self._session = session

    async def find(self, app: str, user: str, terms: Sequence[Term]) -> tuple[list[Hit], list[Hit]]:
        """The titles and the turns that have all of the terms, each newest first."""
        if not terms:
            return [], []
        found = []
        async with self._session() as session:
            index = Index.of(session)
            for kind, query, most in (("t", index.titles, TITLES), ("m", index.turns, TURNS)):
                asked = index.asked(owner_of(kind, app, user), terms)
                rows = await session.execute(query, {"app": app, "user": user, "most": most, **asked})
                found.append([Hit(Entry(*row[:5]), row[5]) for row in rows])
        return found[0], found[1]

    async def put(self, app: str, user: str, entries: Iterable[Entry], *, renew: bool = True) -> int:
        """Index what is new, or unless ``renew`` is off has changed; how many that were.

        Two tabs may learn the same page at once: who comes second finds the other's rows.
        """
        entries = list(entries)
        return await written(self._session, lambda session: put(session, app, user, entries, renew=renew))

    async def put_turn(self, message: Message) -> None:
        """Index a turn of the ledger. It may have been read from the upstream before its run told its name there."""
        where = (message.app, message.user, message.conversation_id)

        async def anew(session: AsyncSession) -> None:
            await drop(session, *where, message.upstream_id or message.id)
            await put(session, *where[:2], [entry_of(message)])

        await written(self._session, anew)

    async def unread(self, app: str, user: str, most: int) -> list[Conversation]:
        """Conversations that have changed since they were looked through, newest first."""
        read = (SearchRead.app == Conversation.app) & (SearchRead.conversation_id == Conversation.id)
        query = (
            select(Conversation)
            .outerjoin(SearchRead, read)
            .where(Conversation.app == app, Conversation.user == user, Conversation.deleted_at.is_(None))
            .where(SearchRead.until.is_(None) | (SearchRead.until < Conversation.updated_at))
            .order_by(Conversation.updated_at.desc(), Conversation.id.desc())
            .limit(most)
        )
        async with self._session() as session:
            return list(await session.scalars(query))

    async def was_read(self, conversation: Conversation) -> bool:
        """Whether the conversation was looked through as a whole before."""
        async with self._session() as session:
            return await session.get(SearchRead, (conversation.app, conversation.id)) is not None

    async def read(self, conversation: Conversation) -> None:
        """The conversation is in the index as a whole."""
        row = SearchRead(
            app=conversation.app, conversation_id=conversation.id, user=conversation.user, until=conversation.updated_at
        )
        async with self._session.begin() as session:
            await session.merge(row)

    async def forget(self, app: str, user: str, conversation_id: str | None = None) -> None:
        """Take a conversation out of the index, or all of a user's."""
        async with self._session.begin() as session:
            await forget(session, app, user, conversation_id)


def entry_of(message: Message) -> Entry:
    """A turn of the ledger."""
    return Entry(message.conversation_id, message.id, message.question, message.answer, message.created_at)


async def put(session: AsyncSession, app: str, user: str, entries: Iterable[Entry], *, renew: bool = True) -> int:
    """Index ``entries`` of this user; those that are in the index as they are stay. How many were written.

    What is of a conversation that is there no more, as after its deletion, is left out.
    """
    # A long text takes a second to be read: in a thread, so that nobody else waits for it.
    wanted = await asyncio.to_thread(_by_place, entries)
    if not wanted:
        return 0
    places = {place for place, _ in wanted}
    there = select(Conversation.id).where(
        Conversation.app == app, Conversation.user == user, Conversation.id.in_(places)
    )
    # Until this is written none of them can be taken away; whoever takes one away locks it before its entries, too.
    places &= set(await session.scalars(there.with_for_update(read=True, key_share=True)))
    rows = await session.scalars(
        select(SearchEntry).where(
            SearchEntry.app == app,
            SearchEntry.user == user,
            SearchEntry.conversation_id.in_(places),
            SearchEntry.turn_id.in_({turn_id for _, turn_id in wanted}),
        )
    )
    known = {(row.conversation_id, row.turn_id): row for row in rows}
    new, old, taken = list[SearchEntry](), list[SearchEntry](), set[int]()
    for key, entry in wanted.items():
        row = known.get(key)
        if entry.conversation_id not in places:
            continue
        if row is None:
            new.append(SearchEntry(id=await _free(session, entry, taken), app=app, user=user, **vars(entry)))
        elif renew and (row.question, row.answer) != (entry.question, entry.answer):
            row.question, row.answer = entry.question, entry.answer
            old.append(row)
    session.add_all(new)
    await session.flush()  # Rows before words, as they are taken away: so none of two waits for the other.
    await _index(session, new, old)
    return len(new) + len(old)


async def _index(session: AsyncSession, new: Iterable[SearchEntry], old: Iterable[SearchEntry]) -> None:
    index = Index.of(session)
    if ids := [{"id": row.id} for row in old]:
        await session.execute(index.drop, ids)
    for row in (*new, *old):
        kind = "m" if row.turn_id else "t"
        words = await asyncio.to_thread(indexed, f"{row.question}\n{row.answer}")
        await session.execute(index.add, index.entry(row.id, owner_of(kind, row.app, row.user), words))


async def put_titles(session: AsyncSession, app: str, user: str, conversations: Iterable[Conversation]) -> None:
    """Index the names of conversations as they are now."""
    await put(session, app, user, (Entry(row.id, "", row.name, "", row.created_at) for row in conversations))


async def drop(session: AsyncSession, app: str, user: str, conversation_id: str, turn_id: str) -> None:
    """Take a turn, or with an empty ``turn_id`` a conversation's name, out of the index."""
    of_it = (SearchEntry.conversation_id == conversation_id, SearchEntry.turn_id == turn_id)
    await _delete(session, SearchEntry.app == app, SearchEntry.user == user, *of_it)


async def forget(session: AsyncSession, app: str, user: str, conversation_id: str | None = None) -> None:
    """Take all of a conversation, or of a user, out of the index: within the transaction that takes away the rest."""
    whose = [SearchEntry.app == app, SearchEntry.user == user]
    read = [SearchRead.app == app, SearchRead.user == user]
    if conversation_id is not None:
        whose.append(SearchEntry.conversation_id == conversation_id)
        read.append(SearchRead.conversation_id == conversation_id)
    await _delete(session, *whose)
    await session.execute(delete(SearchRead).where(*read))


async def move(session: AsyncSession, app: str, user: str, old: str, new: str) -> None:
    """A conversation's turns belong to another one, which is the same."""
    await drop(session, app, user, old, "")
    of_it = (SearchEntry.app == app, SearchEntry.user == user, SearchEntry.conversation_id == old)
    await session.execute(update(SearchEntry).where(*of_it).values(conversation_id=new))
    await session.execute(delete(SearchRead).where(SearchRead.app == app, SearchRead.conversation_id == old))


async def _delete(session: AsyncSession, *which: object) -> None:
    gone = await session.scalars(delete(SearchEntry).where(*which).returning(SearchEntry.id))  # type: ignore[arg-type]
    if ids := [{"id": id} for id in gone]:
        await session.execute(Index.of(session).drop, ids)


def _by_place(entries: Iterable[Entry]) -> dict[tuple[str, str], Entry]:
    return {(entry.conversation_id, entry.turn_id): _kept(entry) for entry in entries}


def _kept(entry: Entry) -> Entry:
    return replace(entry, question=storable(entry.question), answer=storable(plain(entry.answer[:LONGEST])))


async def _free(session: AsyncSession, entry: Entry, taken: set[int]) -> int:
    """An id that grows with the entry's time, so that the newest of very many are found without sorting them."""
    turn = hashlib.sha256(f"{entry.conversation_id} {entry.turn_id}".encode()).digest()
    id = (int(min(max(entry.at, 0.0), LAST) * 1000) << 20) | (int.from_bytes(turn[:3]) & 0xFFFFF)
    while id in taken or await session.get(SearchEntry, id) is not None:
        id += 1
    taken.add(id)
    return id


def owner_of(kind: str, app: str, user: str) -> str:
    """The word in the index that says whose it is; ``kind`` is ``t`` for a title, ``m`` for a turn."""
    return kind + hashlib.sha256(f"{app}\0{user}".encode()).hexdigest()[:24]
