"""The console: everybody's conversations, for whoever serves them. For anybody else there is none."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from typing import Any, Literal
from uuid import uuid4

import reflex as rx

from app.apps.inbox import Inbox
from app.apps.window import Listing, Searched, Window
from app.ledger.inbox import COUNTED
from app.news import CONSOLE, EVERYBODY, Hosted, Moved
from app.policy import Role
from app.remedies import FAILED, told
from app.services import current
from app.state.console_choices import CHOICES, filter_of, inbox_of, with_chosen
from app.state.console_views import ConsoleViews
from app.state.session import SessionState
from app.state.sockets import Tab, person_of
from app.views import InboxChoice, InboxLine, InboxWaiting, Notice

PACE = 1.0  # seconds in which what has changed is gathered
RECOUNT = 5.0  # seconds between two counts
STAYED = 15.0  # seconds after which it is said again that the agent is there
LONGEST = 200  # characters of what is searched
FEW = 20  # conversations that are looked at one by one when they have changed; of more, the list is read anew


class ConsoleState(ConsoleViews, rx.State):
    """``known`` once the list was read, ``missing`` where whoever looks is no agent. ``chosen`` is what the list is
    ``narrowed`` by, ``query`` what was searched. ``lines`` are a :class:`Window` of it. ``total`` says how many there
    are, ``size`` is the same as a number where it is known, else -1, and ``heard`` what a screen reader is told of it.
    ``_open`` is the key of the conversation that the agent looks at, which is read."""

    lines: list[InboxLine] = []
    counts: dict[str, int] = {}
    waiting: list[InboxWaiting] = []
    chosen: dict[str, str] = CHOICES
    query: str = ""
    apps: list[InboxChoice] = []
    labels: list[str] = []
    agents: list[InboxChoice] = []
    narrowed: bool = False
    first: int = 0
    earlier: bool = False
    more: bool = False
    total: Notice = Notice()
    size: int = -1
    heard: Notice = Notice()
    busy: bool = False
    known: bool = False
    missing: bool = False
    admin: bool = False
    notice: Notice = Notice()
    _searched: Searched = Searched()
    _sought: str = ""
    _follower: str = ""
    _asked: str = ""
    _counted: float = 0.0
    _open: str = ""

    @rx.event(background=True)
    async def follow(self) -> AsyncGenerator[Any, None]:
        """Show the inbox, and what changes while the tab is there. A newer follower of this tab takes over."""
        me = uuid4().hex[:6]
        async with self:
            self._follower, inbox = me, inbox_of(self)
            (await self.get_state(SessionState))._meet(person_of(self))
            if self._misses(inbox):
                return
        async with aclosing(current().apps.all()[0].news.follow_all([CONSOLE, EVERYBODY])) as news:
            await anext(news)
            # From here on nothing is missed; what was before is read.
            await self._begin(inbox)
            came = time.monotonic()
            yield ConsoleState.read
            yield ConsoleState.count
            async for items in news:
                hosted = Hosted() in items
                async with self:
                    inbox = inbox_of(self)
                    gone = self._follower != me or not Tab(self).here()
                    if gone or (hosted and self._misses(inbox)):
                        return
                if inbox and time.monotonic() - came >= STAYED:
                    came = time.monotonic()
                    await _stay(inbox)
                moved = [item for item in items if isinstance(item, Moved)]
                if hosted or (moved and not await self._take(moved)):
                    yield ConsoleState.read
                if hosted or moved:
                    yield ConsoleState.count
                await asyncio.sleep(PACE)

    @rx.event(background=True)
    async def read(self) -> None:
        """Show the list, or anew what of it is shown."""
        await self._move("begin")

    @rx.event(background=True)
    async def read_on(self) -> None:
        """Show more of the list, or search further back."""
        await self._move("on")

    @rx.event(background=True)
    async def read_back(self) -> None:
        """Show again what came before in the list."""
        await self._move("back")

    @rx.event
    def begin_anew(self) -> Any:
        """Show the list from its beginning."""
        self._leave_list()
        return ConsoleState.read

    @rx.event
    def begin_at(self, app: str, id: str) -> Any:
        """Show the list where that conversation is, or from its beginning where it has it not."""
        self._sought = f"{app} {id}"
        return ConsoleState.read

    @rx.event(background=True)
    async def count(self) -> Any:
        """Show how many there are of what, who waits, and what there is to filter by, at most every few seconds."""
        async with self:
            inbox, wait = inbox_of(self), self._counted + RECOUNT - time.time()
            if inbox is None or wait > RECOUNT:  # Somebody waits for the next time already.
                return None
            self._counted = time.time() + max(wait, 0.0)
        await asyncio.sleep(max(wait, 0.0))
        try:
            (counts, agents), labels, waiting = await inbox.counts(), await inbox.labels(), await inbox.waiting()
        except FAILED as error:
            told(error)
            return None
        async with self:
            if not Tab(self).here() or (inbox := inbox_of(self)) is None:
                return None
            apps, app, agents = inbox.apps, self.chosen["app"], with_chosen(agents, self.chosen["assignee"])
            there = {"counts": dict(counts), "labels": labels, "apps": apps, "agents": agents, "waiting": waiting}
            for name, now in there.items():
                if getattr(self, name) != now:
                    setattr(self, name, now)
            listing = Listing(inbox, filter_of(self, self.chosen), self.query)
            if gone := app not in {"", *(one.value for one in apps)}:
                self.chosen = {**self.chosen, "app": ""}
                self._leave_list()
        if gone:
            return ConsoleState.read
        return await self._number(listing)

    @rx.event
    def narrow(self, name: str, value: str) -> Any:
        """Filter by one thing, and by nothing where the value is empty."""
        if name in CHOICES and self.chosen[name] != value:
            self.chosen = {**self.chosen, name: value[:255]}
            self._leave_list()
        return ConsoleState.read

    @rx.event
    def widen(self) -> Any:
        """Show everything."""
        self.chosen, self.query = CHOICES, ""
        self._leave_list()
        return ConsoleState.read

    @rx.event
    def look_for(self, form: dict[str, Any]) -> Any:
        """Search; without words it is the list again."""
        self.query = " ".join(str(form.get("q", "")).split())[:LONGEST]
        self._leave_list()
        return ConsoleState.read

    def _choose(self, chosen: dict[str, str]) -> Any:
        self.chosen, self.agents = chosen, with_chosen(self.agents, chosen["assignee"])
        self._leave_list()
        return ConsoleState.read

    def _misses(self, inbox: Inbox | None) -> bool:
        """Whether there is nothing here for whoever looks, and it is shown so."""
        if inbox is None:
            self.reset()
        self.missing, self.admin = inbox is None, person_of(self).role is Role.ADMIN
        return self.missing

    def _leave_list(self) -> None:
        self._show(Window())
        self.known, self.total, self.size, self.heard = False, Notice(), -1, Notice()
        self.narrowed = self.chosen != CHOICES

    async def _begin(self, inbox: Inbox) -> None:
        try:
            await inbox.arrive()
            labels, views = await inbox.labels(), await inbox.views()
        except FAILED as error:
            async with self:
                self.notice = told(error)
            return
        async with self:
            self.apps, self.labels, self.views = inbox.apps, labels, views

    async def _move(self, step: Literal["begin", "on", "back"]) -> None:
        me = uuid4().hex[:6]
        async with self:
            inbox, was, known = inbox_of(self), self._window(), self.known
            further = {"begin": True, "on": was.more, "back": was.earlier}[step]
            if inbox is None or not further or (self.busy and step != "begin"):
                return
            self._asked, self.busy = me, True
            listing = Listing(inbox, filter_of(self, self.chosen), self.query)
        now, notice = was, Notice()
        try:
            now = await {"begin": listing.begin, "on": listing.on, "back": listing.back}[step](was)
        except FAILED as error:
            notice = told(error)
        async with self:
            if self._asked != me or not Tab(self).here():
                return
            changed = self._window() != was  # meanwhile, and what was read may be older
            self.busy, self.known, self.notice = False, known or not changed, notice
            if not notice.key and not changed:
                self._show(now)
        if changed:
            await self._move(step)
        elif step == "begin" or listing.searches:
            await self._number(listing, hear=listing.searches or not known)

    async def _number(self, listing: Listing, *, hear: bool = False) -> None:
        """Show how many there are."""
        async with self:
            window, asked = self._window(), self._asked
        try:
            count = await listing.count(window)
        except FAILED as error:
            told(error)
            return
        async with self:
            if self._asked == asked and self.known:
                self.total, self.size = listing.told(window, count), -1 if count is None or count > COUNTED else count
                self.heard = self.total if hear else self.heard

    def _window(self) -> Window:
        return Window(tuple(self.lines), self.first, self.earlier, self.more, self._searched, self._sought)

    def _show(self, window: Window) -> None:
        if self.lines != list(window.lines):
            self.lines = list(window.lines)
        self.first, self.earlier, self.more = window.first, window.earlier, window.more
        self._searched, self._sought = window.searched, window.sought

    def _mark(self, key: str, *, unread: bool) -> None:
        """The list has it as read, or as unread."""
        self.lines = [replace(line, unread=unread) if line.key == key else line for line in self.lines]

    async def _take(self, moved: list[Moved]) -> bool:
        """Show what has become of these conversations. False where it is better to read the list anew."""
        async with self:
            inbox, filter, query = inbox_of(self), filter_of(self, self.chosen), self.query
        if query or inbox is None:
            return True
        if len(moved) > FEW:
            return False
        try:
            now = {f"{it.app} {it.conversation}": await inbox.line(filter, it.app, it.conversation) for it in moved}
        except FAILED as error:
            told(error)
            return False
        async with self:
            same = filter_of(self, self.chosen) == filter
            return self._put(now, newest_first=not filter.oldest_first) if same else True

    def _put(self, now: dict[str, InboxLine | None], *, newest_first: bool) -> bool:
        now = {key: replace(line, unread=False) if line and key == self._open else line for key, line in now.items()}
        window = self._window().put(now, newest_first=newest_first)
        if window is not None:
            self._show(window)
        return window is not None


async def _stay(inbox: Inbox) -> None:
    try:
        await inbox.arrive()
    except FAILED as error:
        told(error)  # for the log: the next time may do
