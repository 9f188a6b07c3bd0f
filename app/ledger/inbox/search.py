"""Looking for words in everybody's conversations."""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import TextClause
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger.inbox.filter import Filter
from app.ledger.inbox.lines import Columns, Line, columns, with_labels
from app.ledger.index import Index
from app.ledger.rows import Conversation, SearchEntry
from app.search import Term

PAGE = 30
AT_ONCE = 1_000  # entries that have the words
PART = 200  # of them, of which those of the filter are read at once
OFTEN = 100  # of a hundredth of all entries: where more have the words, the newest are found by looking at one by one
LONG = 0.2  # seconds after which what was found is given, though there may be more
NEWEST = 2**63 - 1


@dataclass(frozen=True)
class Match:
    """A conversation, and the turn of it that has the words; ``turn_id`` is empty where its name has them."""

    line: Line
    turn_id: str
    question: str
    answer: str
    at: float


@dataclass(frozen=True)
class Found:
    """The newest match of each conversation; ``beyond`` is where to look on, None where all was looked through."""

    matches: tuple[Match, ...] = ()
    beyond: int | None = None


class Search:
    _session: async_sessionmaker[AsyncSession]

    async def search(
        self, open: Collection[str], agent: str, filter: Filter, terms: Sequence[Term], beyond: int | None = None
    ) -> Found:
        """The newest turns and names that have all of the terms, of the filter's conversations.

        Of words that very many have, in an app or a filter that few have, it finds a part, even nothing, and says where
        to look on: so that it never takes long.
        """
        apps, until = filter.within(open), NEWEST if beyond is None else beyond
        found: dict[tuple[str, str], Match] = {}
        began = time.perf_counter()
        if not terms or not apps:
            return Found()
        async with self._session() as session:
            index = Index.of(session)
            asked = index.asked("", terms)
            matching = await _matching(session, index, asked)
            while True:
                ids = list(await session.scalars(matching, {**asked, "until": until, "most": AT_ONCE}))
                for first in range(0, len(ids), PART):
                    part = ids[first : first + PART]
                    for match, id in await _read(session, _entries(apps, agent, filter, part)):
                        place = match.line.app, match.line.id
                        if len(found) == PAGE and place not in found:
                            return Found(tuple(found.values()), until)
                        found.setdefault(place, match)
                        until = id
                    until = part[-1]
                    if time.perf_counter() - began > LONG:
                        return Found(tuple(found.values()), until)
                if len(ids) < AT_ONCE:
                    return Found(tuple(found.values()))


async def _matching(session: AsyncSession, index: Index, asked: Mapping[str, object]) -> TextClause:
    """PostgreSQL does not know how many entries a word's beginning has, and takes a second where it guesses wrong."""
    if index.often is None or index.rarely is None:
        return index.matching
    return index.matching if (await session.scalar(index.often, asked) or 0) > OFTEN else index.rarely


def _entries(apps: list[str], agent: str, filter: Filter, ids: Sequence[int]) -> Columns:
    e, its = SearchEntry, (Conversation.app == SearchEntry.app) & (Conversation.id == SearchEntry.conversation_id)
    query = columns(agent).add_columns(e.turn_id, e.question, e.answer, e.at, e.id).join(e, its)
    wanted = (e.id.in_(ids), e.user == Conversation.user, Conversation.app.in_(apps), *filter.conditions(agent))
    return query.where(*wanted).order_by(e.id.desc())


async def _read(session: AsyncSession, query: Columns) -> list[tuple[Match, int]]:
    rows = (await session.execute(query)).all()
    lines = await with_labels(session, [row[:-5] for row in rows])
    return [(Match(line, *row[-5:-1]), row[-1]) for line, row in zip(lines, rows, strict=True)]
