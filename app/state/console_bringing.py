"""Bringing conversations into the inbox that the app has and nobody has opened here."""

import time
from contextlib import aclosing
from typing import Any
from uuid import uuid4

import reflex as rx

from app.apps.bringing import Brought
from app.remedies import FAILED, told
from app.state.console import ConsoleState
from app.state.console_choices import inbox_of
from app.state.sockets import Tab
from app.views import Notice

LONGEST = 255  # characters of a user id
PACE = 0.2  # seconds between two times that it is shown how far it is


class ConsoleBringingState(rx.State):
    """While it is ``busy`` ``read`` of ``count`` conversations are here; how many there are may not be known yet.
    ``notice`` says what became of it, ``failed`` that nothing did, and ``newest`` is the key of one that has come."""

    busy: bool = False
    count: int = 0
    read: int = 0
    notice: Notice = Notice()
    failed: bool = False
    newest: str = ""
    _asked: str = ""

    @rx.event(background=True)
    async def bring(self, form: dict[str, Any]) -> Any:
        """Learn all conversations that the app has of a user, by the id that it knows them by."""
        user, me, shown = str(form.get("user", "")).strip(), uuid4().hex[:6], 0.0
        async with self:
            inbox = inbox_of(self)
            if inbox is None or self.busy:
                return None
            apps = [known.value for known in inbox.apps]
            if (app := str(form.get("app", apps[0]))) not in apps:
                return None
            if not user or len(user) > LONGEST or not user.isprintable():
                self._end(Notice("inbox_bad_user"), failed=True)
                return None
            self._end(Notice())
            self.busy, self.count, self.read, self._asked = True, 0, 0, me
        brought, problem = Brought(), Notice()
        try:
            async with aclosing(inbox.bring(app, user)) as steps:
                async for brought in steps:
                    if time.monotonic() - shown < PACE and not brought.ended:
                        continue
                    shown = time.monotonic()
                    async with self:
                        if self._asked != me or not Tab(self).here():
                            return None
                        self.count, self.read = brought.count, brought.read
        except FAILED as error:
            problem = told(error)
        async with self:
            if self._asked == me and Tab(self).here():
                failed = bool(problem.key) or not brought.newest
                self._end(problem if problem.key else _said(brought), failed=failed)
                self.newest = f"{app} {brought.newest}" if brought.newest else ""

    @rx.event
    def cancel(self) -> Any:
        """Leave it at what has come."""
        if not self.busy:
            return None
        self._end(Notice("inbox_bring_stopped", {"count": str(self.read)}))
        return ConsoleState.read

    @rx.event
    def leave(self) -> None:
        """What became of it was read; what is still at work goes on."""
        if not self.busy:
            self._end(Notice())

    def _end(self, notice: Notice, *, failed: bool = False) -> None:
        self.busy, self.notice, self.failed, self.newest, self._asked = False, notice, failed, "", ""


def _said(brought: Brought) -> Notice:
    count = {"count": str(brought.count)}
    if not brought.whole:
        return Notice("inbox_not_whole", count)
    if brought.more:
        return Notice("inbox_bring_more", count)
    return Notice("inbox_brought", count) if brought.count else Notice("inbox_no_user")
