"""Bringing conversations into the inbox that the app has and nobody has opened here."""

from typing import Any

import reflex as rx

from app.remedies import FAILED, told
from app.state.console_choices import inbox_of
from app.state.sockets import Tab
from app.views import Notice

LONGEST = 255  # characters of a user id


class ConsoleBringingState(rx.State):
    """``notice`` says what became of it."""

    busy: bool = False
    notice: Notice = Notice()

    @rx.event(background=True)
    async def bring(self, form: dict[str, Any]) -> None:
        """Learn all conversations that the app has of a user, by the id that it knows them by."""
        user = str(form.get("user", "")).strip()
        async with self:
            inbox = inbox_of(self)
            if inbox is None or self.busy:
                return
            app = str(form.get("app", ""))
            if app and app not in {known.value for known in inbox.apps}:
                return
            if not user or len(user) > LONGEST or not user.isprintable():
                self.notice = Notice("inbox_bad_user")
                return
            self.busy, self.notice = True, Notice()
        try:
            count, whole = await inbox.bring(app, user)
            found = Notice("inbox_brought", {"count": str(count)}) if count else Notice("inbox_no_user")
            notice = found if whole else Notice("inbox_not_whole")
        except FAILED as error:
            notice = told(error)
        async with self:
            if Tab(self).here():
                self.busy, self.notice = False, notice
