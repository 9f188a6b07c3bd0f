"""The list of the inbox, page by page, and how many there are of what."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from sqlalchemy import Row, ScalarSelect, Select, func, literal_column, select, tuple_, union, union_all
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger.inbox.filter import STATUSES, Filter, unread
from app.ledger.inbox.rows import Agent, Label, Mention
from app.ledger.rows import Conversation

Columns = Select[*tuple[Any, ...]]

PAGE = 50
COUNTED = 1_000  # conversations that are counted one by one
LABELS = 200
FEW = 500  # conversations with a label


class Cursor(NamedTuple):
    """Where a page ends: the next one begins behind it, whatever has come or gone meanwhile."""

    at: float
    id: str
    app: str


@dataclass(frozen=True)
class Line:
    """A conversation as the list has it. ``user`` is whose it is, and ``called`` their name where it is known;
    ``excerpt`` is of the last question. They have waited for somebody since ``waits_since``, 0 where they do not, and
    can be reached at ``contact``."""

    app: str
    id: str
    user: str
    name: str
    excerpt: str
    status: str
    assignee: str
    assignee_name: str
    rating: str
    failed: bool
    created_at: float
    asked_at: float
    updated_at: float
    contact: str
    waits_since: float
    unread: bool
    called: str
    labels: tuple[str, ...] = ()

    @property
    def cursor(self) -> Cursor:
        return Cursor(self.updated_at, self.id, self.app)


@dataclass(frozen=True)
class Page:
    """``more`` says whether there are further lines beyond."""

    lines: tuple[Line, ...] = ()
    more: bool = False


@dataclass(frozen=True)
class Counts:
    """How many conversations there are, by status and by the agent that they are assigned to; of the rest
    :data:`COUNTED` at most are counted."""

    statuses: dict[str, int] = field(default_factory=dict)
    assigned: dict[str, int] = field(default_factory=dict)
    unread: int = 0
    failed: int = 0
    disliked: int = 0
    mentioned: int = 0

    @property
    def nobodys(self) -> int:
        return sum(self.statuses.values()) - sum(self.assigned.values())


class Lines:
    _session: async_sessionmaker[AsyncSession]

    async def page(
        self, open: Collection[str], agent: str, filter: Filter, after: Cursor | None = None, most: int = PAGE,
        *, back: bool = False, at: bool = False,
    ) -> Page:  # fmt: skip
        """The next ``most`` lines of the filter, ``after`` the end of the page before, or ``at`` that place; or, going
        ``back``, those before it."""
        if back:
            turned = replace(filter, oldest_first=not filter.oldest_first)
            page = await self.page(open, agent, turned, after, most, at=at)
            return replace(page, lines=page.lines[::-1])
        if not (apps := filter.within(open)):
            return Page()
        async with self._session() as session:
            few = await _few(session, apps, agent, filter) if filter.mentioned or filter.label else None
            if few is not None:  # They are read by their ids: no index has them in the order of the list.
                done = {"mentioned": False} if filter.mentioned else {"label": ""}
                filter, apps = replace(filter, **done), [app for app in apps if app in few]
            if not apps:
                return Page()
            # App by app, so that each is read along an index, and no more of it than can be shown.
            start = (after, at) if after else None
            parts = [_of(app, agent, filter, start, most + 1, few[app] if few else None).subquery() for app in apps]
            found = union_all(*map(select, parts)).subquery()
            place = (found.c.updated_at, found.c.id, found.c.app)
            order = [column.asc() if filter.oldest_first else column.desc() for column in place]
            rows = (await session.execute(select(found).order_by(*order).limit(most + 1))).all()
            lines = await with_labels(session, rows[:most])
        return Page(tuple(lines), len(rows) > most)

    async def line(self, open: Collection[str], agent: str, filter: Filter, app: str, id: str) -> Line | None:
        """One conversation, where the filter has it."""
        if app not in filter.within(open):
            return None
        query = columns(agent).where(Conversation.app == app, Conversation.id == id, *filter.conditions(agent))
        async with self._session() as session:
            lines = await with_labels(session, (await session.execute(query)).all())
        return lines[0] if lines else None

    async def counts(self, open: Collection[str], agent: str) -> Counts:
        apps = Filter().within(open)
        there = (Conversation.app.in_(apps), Conversation.deleted_at.is_(None))
        async with self._session() as session:
            by_status = select(Conversation.status, func.count()).where(*there).group_by(Conversation.status)
            statuses: dict[str, int] = {status: count for status, count in await session.execute(by_status)}

            # As the index of those that are assigned has it.
            given = (*there, Conversation.assignee != literal_column("''"))
            by_assignee = select(Conversation.assignee, func.count()).where(*given).group_by(Conversation.assignee)
            assigned: dict[str, int] = {agent: count for agent, count in await session.execute(by_assignee)}

            async def some(filter: Filter) -> int:
                wanted = select(Conversation.id).where(there[0], *filter.conditions(agent)).limit(COUNTED)
                return await session.scalar(select(func.count()).select_from(wanted.subquery())) or 0

            return Counts(
                {status: statuses.get(status, 0) for status in STATUSES},
                assigned,
                unread=await some(Filter(unread=True)),
                failed=await some(Filter(failed=True)),
                disliked=await some(Filter(rating="dislike")),
                mentioned=await some(Filter(mentioned=True)),
            )

    async def count(self, open: Collection[str], agent: str, filter: Filter) -> int:
        """How many lines the filter has; of more than :data:`COUNTED` one more than that."""
        wanted = select(Conversation.id).where(Conversation.app.in_(filter.within(open)), *filter.conditions(agent))
        async with self._session() as session:
            some = wanted.limit(COUNTED + 1).subquery()
            return await session.scalar(select(func.count()).select_from(some)) or 0

    async def labels(self, open: Collection[str]) -> list[str]:
        """The labels that there are, by name."""
        if not open:
            return []
        query = union(*map(_labels, sorted(open))).order_by("label").limit(LABELS)
        async with self._session() as session:
            return list(await session.scalars(query))


def columns(agent: str) -> Columns:
    """The columns of a line but for its labels, in their order."""
    c = Conversation
    name: ScalarSelect[str] = select(Agent.name).where(Agent.agent == c.assignee).correlate(c).scalar_subquery()
    return select(
        c.app, c.id, c.user, c.name, c.excerpt, c.status, c.assignee, func.coalesce(name, "").label("assignee_name"),
        c.rating, c.failed, c.created_at, c.asked_at, c.updated_at, c.contact, c.waits_since,
        unread(agent).label("unread"), c.called,
    )  # fmt: skip


async def with_labels(session: AsyncSession, rows: Iterable[Row[Any] | Sequence[Any]]) -> list[Line]:
    lines = [Line(*row) for row in rows]
    labels: dict[tuple[str, str], list[str]] = {(line.app, line.id): [] for line in lines}
    if labels:
        found = select(Label.app, Label.conversation_id, Label.label).where(
            Label.app.in_({line.app for line in lines}), Label.conversation_id.in_({line.id for line in lines})
        )
        for app, id, label in await session.execute(found.order_by(Label.label)):
            if (app, id) in labels:
                labels[app, id].append(label)
    return [replace(line, labels=tuple(labels[line.app, line.id])) for line in lines]


def _labels(app: str) -> Select[tuple[str]]:
    """Those of an app, from one to the next along their index: DISTINCT would read every row of it."""
    least = select(func.min(Label.label).label("label")).where(Label.app == app)
    each = least.cte(recursive=True)
    following = least.where(Label.label > each.c.label).correlate(each).scalar_subquery()
    each = each.union_all(select(following).where(each.c.label.is_not(None)))
    return select(each.c.label).where(each.c.label.is_not(None))


async def _few(session: AsyncSession, apps: Collection[str], agent: str, filter: Filter) -> dict[str, list[str]] | None:
    """The ids of the conversations in which the agent is mentioned, or else with the label, by their apps; None where
    there are many."""
    found = select(Label.app, Label.conversation_id).where(Label.app.in_(apps), Label.label == filter.label)
    if filter.mentioned:
        named = select(Mention.app, Mention.conversation_id).where(Mention.app.in_(apps), Mention.agent == agent)
        found = named.distinct()
    rows = (await session.execute(found.limit(FEW + 1))).all()
    few: dict[str, list[str]] = {}
    for app, id in rows:
        few.setdefault(app, []).append(id)
    return few if len(rows) <= FEW else None


def _of(
    app: str, agent: str, filter: Filter, start: tuple[Cursor, bool] | None, most: int, ids: list[str] | None = None
) -> Columns:
    """The first lines of one app behind that place, or from it on, of those ``ids`` where they are named."""
    query = columns(agent).where(Conversation.app == app, *filter.conditions(agent))
    query = query if ids is None else query.where(Conversation.id.in_(ids))
    place = tuple_(Conversation.updated_at, Conversation.id)
    if start is not None:
        after, at = start
        here, behind = tuple_(after.at, after.id), (app > after.app if filter.oldest_first else app < after.app)
        match filter.oldest_first, behind or (at and app == after.app):
            case True, True:
                query = query.where(place >= here)
            case True, False:
                query = query.where(place > here)
            case False, True:
                query = query.where(place <= here)
            case False, False:
                query = query.where(place < here)
    by = (Conversation.updated_at, Conversation.id)
    return query.order_by(*(column.asc() if filter.oldest_first else column.desc() for column in by)).limit(most)
