"""One conversation of the console, as an agent reads it: what its person has on their page, as it is written."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import reflex as rx

from app.apps.inbox import Inbox, Mirror
from app.apps.presence import BEAT, Presence
from app.chat import Gone, Page
from app.ledger.inbox import CHOSEN, Filter
from app.news import CONSOLE, EVERYBODY, Hosted, Moved
from app.remedies import FAILED, told
from app.services import current
from app.state import draft
from app.state.console import ConsoleState
from app.state.console_choices import inbox_of
from app.state.console_told import told_of
from app.state.sockets import Tab
from app.state.turns import Turns
from app.views import Corrected, InboxAgent, InboxLine, Notice

_followers: dict[str, Presence] = {}  # of the newest follower of each tab, by the tab's token


class ConsoleLiveState(rx.State):
    """``batch`` is as :class:`~app.state.draft.DraftState` has it."""

    batch: list[Any] = []


class ConsoleThreadState(Turns, rx.State):
    """``line`` is of the conversation that is open; without a ``key`` there is none. ``_reads`` counts how often what
    stands here was read, ``_run_id`` is the run whose answer is being written, ``moves`` the number of the page's last
    move that was made; ``others`` are the agents who look at it as well; ``renewed`` counts how often something was
    heard of it. ``corrected`` are the answers that were, and ``codes`` those of what answers failed by, by their turns'
    ids. ``notice`` tells of what was read, ``refused`` why the agent's last act was not done."""

    line: InboxLine = InboxLine()
    moves: int = 0
    renewed: int = 0
    older: bool = False
    loading: bool = False
    notice: Notice = Notice()
    refused: Notice = Notice()
    others: list[InboxAgent] = []
    corrected: dict[str, Corrected] = {}
    codes: dict[str, str] = {}
    _page: Page | None = None
    _asked: str = ""
    _reads: int = 0
    _run_id: str = ""

    @rx.event(background=True)
    async def open(self, app: str, id: str, number: int = 0) -> Any:
        """Read a conversation; the agent has read it then. What comes in it is shown from then on.

        A move that a later one has overtaken, such as of the page before a reload, is not made.
        """
        async with self:
            inbox, tab, key = inbox_of(self), Tab(self), f"{app} {id}"
            if inbox is None or number < self.moves:
                return None
            self.moves = number
            if self.line.key == key and self._page is not None:  # Else it was not there, or could not be read.
                return self._anew()
            await self._close()
            self.loading, self._asked = True, key
        notice, mirror, line = Notice("gone"), None, None
        try:
            if line := await inbox.line(Filter(), app, id):
                mirror = await inbox.thread(app, line.user, id)
                notice = told(mirror.page.error) if mirror.page.error else Notice()
                await inbox.read(app, id)
                line = await inbox.line(Filter(), app, id)
        except Gone:
            pass
        except FAILED as error:
            notice = told(error)
        async with self:
            if not tab.here() or self._asked != key:
                return None
            self.line, self.loading, self.notice = line or InboxLine(), False, notice
            await self._be_read()
            return [ConsoleThreadState.follow, *self._show(mirror)] if mirror else None

    @rx.event(background=True)
    async def follow(self) -> AsyncGenerator[Any, None]:
        """Show what comes in the conversation that is open, and who else looks. A newer follower of this tab takes
        over."""
        async with self:
            inbox, tab, line = inbox_of(self), Tab(self), self.line
        try:
            presence = inbox.presence(line.app, line.id) if inbox else None
        except Gone:
            return
        if presence is None:
            return
        _followers[tab.token], shown = presence, list[InboxAgent]()
        places = [CONSOLE, EVERYBODY, presence.place]
        async with aclosing(current().apps.all()[0].news.follow_all(places, BEAT)) as news:
            await anext(news)
            # From here on nothing is missed; what was before is read.
            yield ConsoleThreadState.renew
            await presence.tell()
            async for items in news:
                if _followers.get(tab.token) is not presence or not tab.here():
                    break
                await presence.take(items)
                if presence.others != shown:
                    shown = presence.others
                    async with self:
                        self.others = shown if self.line.key == line.key else []
                if Moved(line.app, line.id) in items or Hosted() in items:  # The app may be the agent's no more.
                    yield ConsoleThreadState.renew
        await presence.tell(left=True)
        if _followers.get(tab.token) is presence:
            del _followers[tab.token]

    @rx.event
    async def write(self) -> None:
        """The agent writes something: the others who look are told."""
        if presence := _followers.get(Tab(self).token):
            await presence.tell(writes=True)

    @rx.event(background=True)
    async def renew(self) -> Any:
        """Show the open conversation as it is now; the agent has read it then.

        For a page that was left meanwhile nothing is: what follows from it would be told to that page alone.
        """
        async with self:
            inbox, tab, before, page, reads = inbox_of(self), Tab(self), self.line, self._page, self._reads
            if inbox is None:
                await self._close()
        if inbox is None or not before.key or page is None:
            return None
        read, notice = await told_of(self._read_anew(inbox, before, page), None)
        mirror, line = read or (None, before)
        async with self:
            if self.line.key != before.key or not tab.here():
                return None
            if self._reads != reads:
                return ConsoleThreadState.renew  # What was read meanwhile is not in this.
            self.line, self.renewed = line, self.renewed + 1
            if notice.key or not (mirror and mirror.page.error):  # The app was not asked again.
                self.notice = notice
            if notice.key == "gone":  # What the agent has begun to write there stays in its box, and nothing else.
                self.line = InboxLine(line.key, line.app, id=line.id, status=line.status, mine=line.mine)
                self._leave()
                self._forget()
            await self._be_read()
            return self._show(mirror) if mirror else None

    @rx.event(background=True)
    async def stream(self) -> Any:
        """Show the answer that is being written to its end, from its beginning; its turn is read then."""
        async with self:
            inbox, tab, line, run_id = inbox_of(self), Tab(self), self.line, self._run_id
        try:
            chat = inbox.chat(line.app) if inbox else None
        except Gone:
            return None
        run = await chat.runs.get(chat.slug, line.user, run_id) if chat else None
        if chat is None or run is None:
            return None
        if not await draft.stream(ConsoleLiveState, tab, chat.runs.log.follow(run_id), lambda: chat.policy):
            return None
        await chat.runs.recorded(chat.slug, line.user, run.message.id)
        return ConsoleThreadState.renew

    @rx.event
    async def look(self, seen: bool) -> Any:
        """Whether somebody sees the tab: one that nobody sees follows nothing."""
        if seen and self.line.key:
            return self._anew()
        self._leave()
        (await self.get_state(ConsoleState))._open = ""
        return None

    @rx.event(background=True)
    async def read_older(self) -> Any:
        """Show earlier turns."""
        async with self:
            inbox, tab, line, page = inbox_of(self), Tab(self), self.line, self._page
            if inbox is None or not line.key or page is None or self.loading:
                return None
            self.loading = True
        mirror, notice = await told_of(inbox.thread(line.app, line.user, line.id, page), None)
        async with self:
            if self.line.key != line.key:
                return None
            self.loading, self.notice = False, notice
            return self._show(mirror) if mirror and tab.here() else None

    @rx.event
    async def close(self, number: int = 0) -> None:
        if number >= self.moves:
            self.moves = number
            await self._close()

    @rx.event(background=True)
    async def put_status(self, status: str) -> None:
        """Say how far the conversation is."""
        async with self:
            inbox, line = inbox_of(self), self.line
        if inbox is None or not line.key or status not in CHOSEN:
            return
        try:
            changed = await inbox.set_status(line.app, line.id, status)
            notice = Notice() if changed else Notice("inbox_not_changed")
        except FAILED as error:
            changed, notice = False, told(error)
        async with self:
            if self.line.key == line.key:
                self.refused = notice
                self.line = replace(self.line, status=status) if changed else self.line

    @rx.event(background=True)
    async def mark_unread(self) -> None:
        """As though the agent had not read it, and close it."""
        async with self:
            inbox, line = inbox_of(self), self.line
        if inbox is None or not line.key:
            return
        try:
            await inbox.read(line.app, line.id, unread=True)
        except FAILED as error:
            async with self:
                self.refused = told(error)
            return
        async with self:
            if self.line.key == line.key:
                await self._close()
            (await self.get_state(ConsoleState))._mark(line.key, unread=True)

    async def _read_anew(self, inbox: Inbox, line: InboxLine, page: Page) -> tuple[Mirror, InboxLine]:
        mirror = await inbox.again(line.app, line.user, line.id, page)
        await inbox.read(line.app, line.id)
        if (now := await inbox.line(Filter(), line.app, line.id)) is None:
            raise Gone
        return mirror, now

    def _anew(self) -> Any:
        """Go on with the conversation that is open, from a new socket or where nobody has looked for a while."""
        self._run_id, self.others = "", []
        return ConsoleThreadState.follow

    def _leave(self) -> None:
        tab, self.others = Tab(self), []
        _followers.pop(tab.token, None)
        draft.leave(tab)

    async def _close(self) -> None:
        self._leave()
        self._forget()
        self.line, self.notice, self.refused, self._asked, self.loading = InboxLine(), Notice(), Notice(), "", False
        (await self.get_state(ConsoleState))._open = ""

    def _forget(self) -> None:
        self._forget_turns()
        self._page, self.older, self._run_id, self.corrected, self.codes = None, False, "", {}, {}

    async def _be_read(self) -> None:
        """The list has it as read for as long as somebody looks at it."""
        console = await self.get_state(ConsoleState)
        console._open = self.line.key
        console._mark(self.line.key, unread=False)

    def _show(self, mirror: Mirror) -> list[Any]:
        """Show it as it was read; what follows is an answer that has begun."""
        self._page, self.older = mirror.page, mirror.page.has_older
        self._reads += 1
        if self.corrected != mirror.corrected:
            self.corrected = dict(mirror.corrected)
        if self.codes != mirror.codes:
            self.codes = dict(mirror.codes)
        self._show_history(mirror.turns, anew=True)
        before, self._run_id = self._run_id, mirror.run.row.id if mirror.run else ""
        return [ConsoleThreadState.stream] if self._run_id not in ("", before) else []
