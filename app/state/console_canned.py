"""Replies that agents keep to use again."""

from typing import Any
from uuid import uuid4

import reflex as rx

from app.state.console_open import Opened, opened
from app.state.console_told import told_of
from app.views import CannedReply, Notice

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
        async with self:
            it = await opened(self)
        if it is not None:
            await self._look(it, Notice())

    @rx.event
    async def edit(self, id: str) -> None:
        """Put one into the form; one that there is not is a new one."""
        self._begin(next((reply for reply in self.replies if reply.id == id), None))
        self.notice = Notice()

    @rx.event(background=True)
    async def keep(self, form: dict[str, Any]) -> None:
        """Keep what stands in the form."""
        async with self:
            if (it := await opened(self)) is None:
                return
            self.editing = self.editing if self.editing.id else CannedReply(uuid4().hex)
            id = self.editing.id
        title, text = (str(form.get(name, "")) for name in ("title", "text"))
        apps = [name.removeprefix(APP) for name in form if name.startswith(APP)]
        refused, failed = await told_of(it.inbox.keep_canned(id, apps, title, text), Notice())
        await self._look(it, failed if failed.key else refused, anew=True)

    @rx.event(background=True)
    async def drop(self, id: str) -> None:
        async with self:
            it = await opened(self)
        if it is not None:
            _, failed = await told_of(it.inbox.drop_canned(id), None)
            await self._look(it, failed)

    def _begin(self, reply: CannedReply | None = None) -> None:
        self.editing, self.form = reply or CannedReply(uuid4().hex), uuid4().hex[:6]

    async def _look(self, it: Opened, refused: Notice, *, anew: bool = False) -> None:
        """Show them, or only why a change was ``refused``. With ``anew`` the form is one for a new reply, as soon as
        the list is shown: what one writes then stays."""
        if refused.key:
            async with self:
                self.notice = refused
            return
        replies, notice = await told_of(it.inbox.canned(it.line.app, it.line.id), list[CannedReply]())
        async with self:
            if anew:
                self._begin()
            self.key, self.notice = it.line.key, notice
            if self.replies != replies:
                self.replies = replies
