"""What a service agent sees of everybody's conversations, in the apps that are there for that agent."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.apps import portal
from app.apps.answering import Answering
from app.apps.apps import Open
from app.apps.beside import Beside
from app.apps.bringing import Bringing
from app.apps.canned import Replies
from app.apps.handovers import Handovers
from app.apps.notes import Notes
from app.apps.presence import Presence
from app.apps.serving import known_as
from app.chat import Page
from app.identity import Person
from app.ledger.inbox import Counts, Cursor, Filter, Line, Match
from app.runs.registry import KnownRun
from app.search import parse, snippet
from app.views import Corrected, InboxChoice, InboxLine, InboxReference, InboxView, InboxWaiting, Turn


@dataclass(frozen=True)
class Mirror:
    """A conversation as far as it was read, the run whose answer is being written in it, and which answers were
    ``corrected``, and the ``codes`` of what answers failed by, each by their turns' ids."""

    page: Page
    run: KnownRun | None = None
    corrected: Mapping[str, Corrected] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def turns(self) -> list[Turn]:
        """As on its person's page: one that nothing writes any more is not there before it is known how it ended."""
        turns = [*self.page.turns, *([self.page.running] if self.page.running else [])]
        runs = self.run.message.id if self.run else ""
        shown = [replace(turn, status="running") if turn.id == runs else turn for turn in turns]
        return [turn for turn in shown if turn.id == runs or turn.status != "running"]


class Inbox(Beside, Bringing, Notes, Answering, Replies, Handovers):
    """One agent's."""

    async def arrive(self) -> None:
        """The agent is there for whoever waits, for a while."""
        await self._kept.arrive(self._agent, self._name, self._chats)

    async def page(
        self, filter: Filter, after: Cursor | None = None, most: int = 50, *, back: bool = False, at: bool = False
    ) -> tuple[list[InboxLine], bool]:
        """The lines of a page, as :meth:`app.ledger.inbox.Inbox.page`, and whether there are more beyond."""
        page = await self._kept.page(self._chats, self._agent, filter, after, most, back=back, at=at)
        return [self._line(line) for line in page.lines], page.more

    async def count(self, filter: Filter) -> int:
        """How many lines the filter has; of more than are counted one more."""
        return await self._kept.count(self._chats, self._agent, filter)

    async def found(self, filter: Filter, text: str, beyond: int | None = None) -> tuple[list[InboxLine], int | None]:
        """Conversations of the filter that have the words, and where to look on."""
        found = await self._kept.search(self._chats, self._agent, filter, parse(text), beyond)
        return [self._found(match, text) for match in found.matches], found.beyond

    async def line(self, filter: Filter, app: str, id: str) -> InboxLine | None:
        line = await self._kept.line(self._chats, self._agent, filter, app, id)
        return self._line(line) if line else None

    async def counts(self) -> tuple[Mapping[str, int], list[InboxChoice]]:
        """How many there are of each status, and of what else one filters by; and other agents to whom some may be
        assigned, with how many are."""
        counts: Counts = await self._kept.counts(self._chats, self._agent)
        rest = {name: getattr(counts, name) for name in ("nobodys", "unread", "failed", "disliked", "mentioned")}
        names = await self._kept.known(self._chats, counts.assigned)
        names.pop(self._agent, None)
        others = [InboxChoice(id, known_as(id, name), counts.assigned.get(id, 0)) for id, name in names.items()]
        found = {**counts.statuses, **rest, "mine": counts.assigned.get(self._agent, 0)}
        return found, sorted(others, key=lambda one: one.name.casefold())

    async def waiting(self) -> list[InboxWaiting]:
        """Whoever waits for somebody in an app that has an alarm, and when they wait for too long."""
        apps = [slug for slug, chat in self._chats.items() if chat.handover.support.alarm]
        rows = await self._kept.waiting(apps)
        return [InboxWaiting(f"{it.app} {it.id}", it.name, it.since, self._late(it.app, it.since)) for it in rows]

    async def labels(self) -> list[str]:
        """Those that there are, by name."""
        return await self._kept.labels(self._chats)

    async def views(self) -> list[InboxView]:
        """The agent's own, oldest first."""
        return [InboxView(view.id, view.name) for view in await self._kept.views(self._agent)]

    async def view(self, id: str) -> Mapping[str, str] | None:
        """What was chosen in that view; None where there is no such view."""
        views = await self._kept.views(self._agent)
        return next((view.choices for view in views if view.id == id), None)

    async def keep_view(self, name: str, choices: Mapping[str, str]) -> bool:
        """Keep what was chosen, in place of what has that name. False where there is no name, or no room."""
        return await self._kept.keep_view(self._agent, name, choices)

    async def drop_view(self, id: str) -> None:
        await self._kept.drop_view(self._agent, id)

    async def read(self, app: str, id: str, *, unread: bool = False) -> bool:
        """The agent has read what was asked so far, or wants it to be as though not. False where it is not there."""
        return await self._kept.read(self._chats, self._agent, app, id, unread=unread)

    async def set_status(self, app: str, id: str, status: str) -> bool:
        """False where there is no such conversation; all agents are told of a change, and its person's pages."""
        changed = await self._kept.set_status(self._chats, app, id, status)
        if changed:
            await self.chat(app).handover.moved(id)
        return changed

    def presence(self, app: str, id: str) -> Presence:
        """A tab's in which the agent looks at a conversation. Raises ``Gone`` in an app that is not theirs."""
        return Presence(self.chat(app).news, app, id, self._agent, self._name)

    async def thread(self, app: str, user: str, id: str, before: Page | None = None) -> Mirror:
        """A conversation as its person has it, with what else the agent may see of it; with ``before``, older turns
        more. Raises ``Gone``, ``LedgerFailed``."""
        return await self._mirror(app, user, id, await self.chat(app).open(user, id, before))

    async def again(self, app: str, user: str, id: str, page: Page) -> Mirror:
        """The same with what has come since a page of it was read."""
        return await self._mirror(app, user, id, await self.chat(app).renewed(user, id, page))

    async def references(self, app: str, user: str, id: str, turn_id: str) -> list[InboxReference]:
        """Those of a turn that the conversation has. Raises ``Gone``, ``LedgerFailed``."""
        found = await self.chat(app).inbox.references(user, id, turn_id)
        return [InboxReference(name, value) for name, value in found.items()]

    async def _mirror(self, app: str, user: str, id: str, page: Page) -> Mirror:
        run, ids = await self.chat(app).runs.find(app, user, id), [turn.id for turn in page.turns]
        corrected = await self._kept.corrected(self._chats, app, id, ids)
        marks = {row.turn_id: Corrected(known_as(row.agent, row.name), row.at) for row in corrected}
        return Mirror(page, run, marks, await self._kept.codes(self._chats, app, user, id))

    def _line(self, line: Line) -> InboxLine:
        name = portal.card(self._chats[line.app]).name if len(self._chats) > 1 else ""
        return InboxLine(
            key=f"{line.app} {line.id}", app=line.app, app_name=name, id=line.id, user=line.user, called=line.called,
            name=line.name, text=line.excerpt, status=line.status, rating=line.rating, failed=line.failed,
            unread=line.unread,
            assignee=line.assignee, assignee_name=known_as(line.assignee, line.assignee_name),
            mine=line.assignee == self._agent, labels=list(line.labels), at=line.updated_at, contact=line.contact,
            since=line.waits_since, late=self._late(line.app, line.waits_since),
        )  # fmt: skip

    def _late(self, app: str, since: float) -> float:
        """When somebody waits for too long who waits since then; 0 where nobody does, or it is never too long."""
        alarm = self._chats[app].handover.support.alarm
        return since + alarm if since and alarm else 0.0

    def _found(self, match: Match, text: str) -> InboxLine:
        terms = parse(text)
        pieces = snippet(match.answer, terms) or snippet(match.question, terms)
        return replace(self._line(match.line), text="".join(text for text, _ in pieces), at=match.at)


def inbox_for(person: Person, open: Open) -> Inbox | None:
    """None for who serves nobody, or in no app."""
    return Inbox(open, person) if open.served else None
