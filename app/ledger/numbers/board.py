"""What a board shows: how much was asked in some apps, how it went and what it took, by app and day.

Answers were counted when they ended, so that a year takes no longer than its quarters of an hour. Conversations and
ratings are read as they are: a conversation belongs to the day on which it began, however late it is resolved.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, case, cast, exists, func, literal_column, null, or_, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger.inbox.rows import Rating
from app.ledger.numbers.period import Period, day
from app.ledger.numbers.rows import COUNTED, FIRST, FIRSTS, STATUSES, TALLIES, WHOLE, WHOLES
from app.ledger.rows import PERSON, Conversation, Message

Columns = Select[*tuple[Any, ...]]

PRICE = "price "  # before the name of a currency


@dataclass(frozen=True)
class Numbers:
    """Of some apps and days together; ``users`` began the conversations."""

    users: int = 0
    counted: Mapping[str, float] = field(default_factory=dict)

    def __getitem__(self, name: str) -> int:
        """``conversations``; of those that are resolved, how many the app dealt with ``alone`` and how many a person
        ``together`` with it; ``escalated`` ones a person had, resolved or not; ``like`` and ``dislike``; and what is
        counted of answers."""
        return int(self.counted.get(name, 0))

    @property
    def answers(self) -> int:
        return sum(self[status] for status in STATUSES)

    @property
    def errors(self) -> int:
        return self["failed"] + self["interrupted"]

    @property
    def prices(self) -> dict[str, float]:
        """By their currency."""
        prices = {name.removeprefix(PRICE): it for name, it in self.counted.items() if name.startswith(PRICE)}
        return {currency: price for currency, price in sorted(prices.items()) if price}

    def first(self, share: float) -> float | None:
        """Within how many seconds that share of the answers began; None where nothing is known."""
        return _within(FIRST, [self[name] for name in FIRSTS], share)

    def whole(self, share: float) -> float | None:
        """Within how many seconds that share of the answers was there."""
        return _within(WHOLE, [self[name] for name in WHOLES], share)


@dataclass(frozen=True)
class Board:
    """``parts`` are what is counted, by app and day; ``users`` how many there are of an app, a day or both, each of
    them None where it does not matter."""

    parts: Mapping[tuple[str, date], Mapping[str, float]] = field(default_factory=dict)
    users: Mapping[tuple[str | None, date | None], int] = field(default_factory=dict)

    def of(self, app: str | None = None, on: date | None = None) -> Numbers:
        """Of that app and that day, of all where it is None."""
        counted = Counter[str]()
        for (its, then), part in self.parts.items():
            if app in (None, its) and on in (None, then):
                counted.update(part)
        return Numbers(self.users.get((app, on), 0), counted)


class Boards:
    def __init__(self, session: async_sessionmaker[AsyncSession]) -> None:
        self._session = session

    async def of(self, apps: Collection[str], period: Period) -> Board:
        """The board of those apps."""
        parts = defaultdict[tuple[str, date], Counter[str]](Counter)
        users = dict[tuple[str | None, date | None], int]()
        async with self._session() as session:
            for app, number, currency, price, *sums in await session.execute(_answers(apps, period)):
                parts[app, day(number)].update({PRICE + currency: price, **dict(zip(COUNTED, sums, strict=True))})
            for app, number, rating, count in await session.execute(_ratings(apps, period)):
                parts[app, day(number)][rating] += count
            for app, number, *counts in await session.execute(_conversations(apps, period)):
                parts[app, day(number)].update(dict(zip(_CONVERSATIONS, counts, strict=True)))
            for query in _users(apps, period):
                for app, number, count in await session.execute(query):
                    users[app, None if number is None else day(number)] = count
        return Board(parts, users)


def _answers(apps: Collection[str], period: Period) -> Columns:
    t, its_day = TALLIES.c, period.number_of(TALLIES.c.at).label("day")
    # PostgreSQL sums whole numbers up to a decimal, which takes it and its driver much longer.
    sums = [cast(func.sum(t[name]), BigInteger) for name in COUNTED]
    query = select(t.app, its_day, t.currency, func.sum(t.price), *sums)
    return query.where(*_within_period(apps, period, t.app, t.at)).group_by(t.app, "day", t.currency)


def _ratings(apps: Collection[str], period: Period) -> Columns:
    query = select(Rating.app, period.number_of(Rating.at).label("day"), Rating.rating, func.count())
    return query.where(*_within_period(apps, period, Rating.app, Rating.at)).group_by(Rating.app, "day", Rating.rating)


_CONVERSATIONS = ("conversations", "alone", "together", "escalated")


def _conversations(apps: Collection[str], period: Period) -> Columns:
    c, had = Conversation, _had_by_a_person()
    resolved = c.status == "resolved"
    kinds = [func.count(case((wanted, 1))) for wanted in (resolved & ~had, resolved & had, had)]
    query = select(c.app, period.number_of(c.created_at).label("day"), func.count(), *kinds)
    return query.where(*_began(apps, period)).group_by(c.app, "day")


def _had_by_a_person() -> ColumnElement[bool]:
    """Whether a person has a conversation or came into it before, or it was given to one."""
    c, m = Conversation, Message
    came = exists().where(m.app == c.app, m.conversation_id == c.id, m.kind == literal_column("'came'"))
    return or_(c.status == PERSON, c.assignee != "", came)


def _users(apps: Collection[str], period: Period) -> list[Columns]:
    """How many different ones of all, of an app, a day, and an app and a day."""
    c, its_day = Conversation, period.number_of(Conversation.created_at).label("day")
    no_app, no_day = null().label("app"), null().label("day")
    shapes: list[tuple[list[Any], list[Any]]] = [
        ([no_app, no_day], []),
        ([c.app, no_day], [c.app]),
        ([no_app, its_day], ["day"]),
        ([c.app, its_day], [c.app, "day"]),
    ]
    there = _began(apps, period)
    return [select(*place, func.count(c.user.distinct())).where(*there).group_by(*by) for place, by in shapes]


def _began(apps: Collection[str], period: Period) -> list[ColumnElement[bool]]:
    there = _within_period(apps, period, Conversation.app, Conversation.created_at)
    return [*there, Conversation.deleted_at.is_(None)]


def _within_period(apps: Collection[str], period: Period, app: Any, at: Any) -> list[ColumnElement[bool]]:
    return [app.in_(sorted(apps)), at >= period.begin, at < period.end]


def _within(bounds: Sequence[float], counts: Sequence[int], share: float) -> float | None:
    """Below what a share of those counted is, who are evenly spread from one bound to the next."""
    wanted, before = sum(counts) * share, 0
    for place, count in enumerate(counts):
        if count and before + count >= wanted:
            low, high = bounds[place - 1] if place else 0.0, bounds[min(place, len(bounds) - 1)]
            return low + (high - low) * (wanted - before) / count
        before += count
    return None
