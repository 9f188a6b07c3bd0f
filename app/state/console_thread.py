"""One conversation of the console, as an agent reads it."""

from dataclasses import replace

import reflex as rx

from app.apps.inbox import turns_of
from app.chat import Gone, Page
from app.ledger.inbox import STATUSES, Filter
from app.remedies import FAILED, told
from app.state.console import ConsoleState
from app.state.console_choices import inbox_of
from app.state.sockets import Tab
from app.views import InboxLine, InboxTurn, Notice


class ConsoleThreadState(rx.State):
    """``line`` is of the conversation that is open; without a ``key`` there is none."""

    line: InboxLine = InboxLine()
    turns: list[InboxTurn] = []
    older: bool = False
    loading: bool = False
    notice: Notice = Notice()
    _page: Page | None = None

    @rx.event(background=True)
    async def open(self, app: str, id: str) -> None:
        """Read a conversation; the agent has read it then."""
        async with self:
            inbox = inbox_of(self)
            if inbox is None:
                return
            self._close()
            self.loading = True
        notice, page, line = Notice("gone"), None, None
        try:
            if line := await inbox.line(Filter(), app, id):
                page, notice = await inbox.thread(app, line.user, id), Notice()
                await inbox.read(app, id)
                line = await inbox.line(Filter(), app, id)
        except Gone:
            pass
        except FAILED as error:
            notice = told(error)
        async with self:
            if not Tab(self).here():
                return
            self.line, self.loading, self.notice = line or InboxLine(), False, notice
            self._show(page)
            (await self.get_state(ConsoleState))._mark(f"{app} {id}", unread=False)

    @rx.event(background=True)
    async def read_older(self) -> None:
        """Show earlier turns."""
        async with self:
            inbox, line, page = inbox_of(self), self.line, self._page
            if inbox is None or not line.key or page is None or self.loading:
                return
            self.loading = True
        notice = Notice()
        try:
            page = await inbox.thread(line.app, line.user, line.id, page)
        except (Gone, *FAILED) as error:
            notice = Notice("gone") if isinstance(error, Gone) else told(error)
        async with self:
            self.loading = False
            if self.line.key == line.key:
                self.notice = notice
                self._show(page)

    @rx.event
    def close(self) -> None:
        self._close()

    @rx.event(background=True)
    async def put_status(self, status: str) -> None:
        """Say how far the conversation is."""
        async with self:
            inbox, line = inbox_of(self), self.line
        if inbox is None or not line.key or status not in STATUSES:
            return
        try:
            changed, notice = await inbox.set_status(line.app, line.id, status), Notice()
        except FAILED as error:
            changed, notice = False, told(error)
        async with self:
            if self.line.key == line.key:
                self.notice = notice
                self.line = replace(self.line, status=status) if changed else self.line

    @rx.event(background=True)
    async def mark_unread(self) -> None:
        """As though the agent had not read it, and close it."""
        async with self:
            inbox, line = inbox_of(self), self.line
            self._close()
        if inbox is None or not line.key:
            return
        await inbox.read(line.app, line.id, unread=True)
        async with self:
            (await self.get_state(ConsoleState))._mark(line.key, unread=True)

    def _close(self) -> None:
        self.line, self.turns, self.older, self._page, self.notice = InboxLine(), [], False, None, Notice()
        self.loading = False

    def _show(self, page: Page | None) -> None:
        self._page = page
        self.turns, self.older = turns_of(page) if page else [], page is not None and page.has_older
