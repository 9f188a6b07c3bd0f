"""Replies that agents keep to use again."""

from typing import Any
from uuid import uuid4

import reflex as rx

from app.apps.inbox import Inbox
from app.chat import Gone
from app.remedies import FAILED, told
from app.state.console_choices import inbox_of
from app.state.console_thread import ConsoleThreadState
from app.views import CannedReply, InboxLine, Notice

APP = "app "  # before an app's slug: the name of its box in the form


class ConsoleCannedState(rx.State):
    """``replies`` as they are for the conversation ``key``. ``editing`` is the one in the form, which has an ``id`` as
    soon as it is sent: sent twice it is kept once; ``form`` names what stands there."""

    replies: list[CannedReply] = []
    key: str = ""
    editing: CannedReply = CannedReply()
    form: str = ""
    notice: Notice = Notice()

    @rx.event(background=True)
    async def look(self) -> None:
        """Show those that there are now."""
        inbox, line = await self._open()
        if inbox is not None:
            await self._look(inbox, line)

    @rx.event
    async def edit(self, id: str) -> None:
        """Put one into the form; one that there is not is a new one."""
        self._begin(next((reply for reply in self.replies if reply.id == id), None))
        self.notice = Notice()

    @rx.event(background=True)
    async def keep(self, form: dict[str, Any]) -> None:
        """Keep what stands in the form."""
        inbox, line = await self._open()
        if inbox is None:
            return
        async with self:
            self.editing = self.editing if self.editing.id else CannedReply(uuid4().hex)
            id = self.editing.id
        title, text = (str(form.get(name, "")) for name in ("title", "text"))
        apps = [name.removeprefix(APP) for name in form if name.startswith(APP)]
        notice = Notice()
        try:
            notice = await inbox.keep_canned(id, apps, title, text)
        except FAILED as error:
            notice = told(error)
        if notice.key:
            async with self:
                self.notice = notice
            return
        await self._look(inbox, line, anew=True)

    @rx.event(background=True)
    async def drop(self, id: str) -> None:
        inbox, line = await self._open()
        if inbox is None:
            return
        try:
            await inbox.drop_canned(id)
        except FAILED as error:
            async with self:
                self.notice = told(error)
            return
        await self._look(inbox, line)

    async def _open(self) -> tuple[Inbox | None, InboxLine]:
        async with self:
            line = (await self.get_state(ConsoleThreadState)).line
            return (inbox_of(self) if line.key else None), line

    def _begin(self, reply: CannedReply | None = None) -> None:
        self.editing, self.form = reply or CannedReply(uuid4().hex), uuid4().hex[:6]

    async def _look(self, inbox: Inbox, line: InboxLine, *, anew: bool = False) -> None:
        """With ``anew`` the form is one for a new reply, as soon as the list is shown: what one writes then stays."""
        replies, notice = list[CannedReply](), Notice()
        try:
            replies = await inbox.canned(line.app, line.id)
        except (Gone, *FAILED) as error:
            notice = told(error) if isinstance(error, FAILED) else Notice("gone")
        async with self:
            if anew:
                self._begin()
            self.key, self.notice = line.key, notice
            if self.replies != replies:
                self.replies = replies
