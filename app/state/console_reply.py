"""What an agent does in the conversation that is open: take it from the app, write, and hand it back."""

from collections.abc import Awaitable
from typing import Any

import reflex as rx

from app.chat import Gone
from app.chat.handover import Told
from app.ledger import AskedAlready, Elsewhere
from app.remedies import FAILED, told
from app.state.console_choices import inbox_of
from app.state.console_open import opened
from app.state.console_thread import ConsoleThreadState
from app.state.console_told import told_of
from app.uploads import FileGone, Refused
from app.views import Notice


class ConsoleReplyState(rx.State):
    """``leaving`` names the conversation that is about to be handed back, and ``handing`` the one that is being;
    ``context`` is what the app would be told, of what was said ``_until`` then. ``said`` and ``refused`` are the
    numbers of the last message that was written and that was not, for the box."""

    leaving: str = ""
    handing: str = ""
    context: str = ""
    said: str = ""
    refused: str = ""
    notice: Notice = Notice()
    _until: float = 0.0

    @rx.event(background=True)
    async def take(self, over: bool = False) -> Any:
        """Have the conversation, from another agent only if it is taken ``over``."""
        async with self:
            it = await opened(self)
        if it is None:
            return None
        if await self._done(it.inbox.take(it.line.app, it.line.id, over=over)):
            await self._stay()
        return ConsoleThreadState.renew

    @rx.event(background=True)
    async def say(self, app: str, id: str, number: str, text: str, files: list[str]) -> Any:
        """Write to the customer of a conversation, with files; the same ``number`` is written once."""
        async with self:
            inbox = inbox_of(self)
        text = text.strip()
        if inbox is None or not (text or files):
            return None
        said = await self._done(inbox.say(app, id, text, number, files))
        async with self:
            self.said, self.refused = (number, self.refused) if said else (self.said, number)
        return ConsoleThreadState.renew

    @rx.event(background=True)
    async def look_back(self) -> None:
        """Show what the app would be told of what was said."""
        async with self:
            it = await opened(self)
        if it is None:
            return
        (context, until), notice = await told_of(it.inbox.said(it.line.app, it.line.id), Told("", 0.0))
        async with self:
            self.context, self._until = context, until
            self.notice, self.leaving = notice, "" if notice.key else it.line.key

    @rx.event(background=True)
    async def hand_back(self, form: dict[str, Any]) -> Any:
        """Leave the conversation to the app."""
        async with self:
            it = await opened(self)
            if it is None or it.line.key == self.handing or it.line.key != self.leaving:
                return None
            self.handing = it.line.key
        context = str(form.get("context", ""))
        try:
            if await self._done(it.inbox.hand_back(it.line.app, it.line.id, context, self._until)):
                await self._stay()
        finally:
            async with self:
                self.handing = ""
        return ConsoleThreadState.renew

    @rx.event
    def rather_not(self) -> None:
        self.leaving, self.context = "", ""

    async def _done(self, step: Awaitable[None]) -> bool:
        """Take a step; whether it could be taken. Who else has the conversation is seen when it is read again."""
        notice, done = Notice(), False
        try:
            await step
            done = True
        except AskedAlready:
            done = True
        except Elsewhere:
            pass
        except Gone:
            notice = Notice("gone")
        except FileGone:
            notice = Notice("file_gone")
        except Refused as refused:
            notice = refused.notice
        except FAILED as error:
            notice = told(error)
        async with self:
            self.notice = notice
        return done

    async def _stay(self) -> None:
        """Nothing is about to be handed back."""
        async with self:
            self.leaving, self.context = "", ""
