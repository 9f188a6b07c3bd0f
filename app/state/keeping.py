"""What can be done with a conversation: name, pin, archive and delete it."""

import reflex as rx

from app.chat import Gone
from app.remedies import FAILED, told
from app.state.sockets import user_of
from app.state.thread import ThreadState
from app.state.wall import chat_of
from app.views import Notice

LONGEST_NAME = 200  # characters


class KeepingState(rx.State):
    """``notice`` says what could not be done. What was done comes to every tab as news."""

    notice: Notice = Notice()

    @rx.event(background=True)
    async def rename(self, id: str, name: str) -> None:
        name = " ".join(name.split())[:LONGEST_NAME]
        if name:
            await self._name(id, name)

    @rx.event(background=True)
    async def make_title(self, id: str) -> None:
        """Let the app name it."""
        await self._name(id, "")

    async def _name(self, id: str, name: str) -> None:
        async with self:
            user, self.notice = user_of(self), Notice()
        conversations, notice = chat_of(self).conversations, Notice()
        try:
            await (conversations.rename(user, id, name) if name else conversations.make_title(user, id))
        except Gone:
            notice = Notice("gone")
        except FAILED as error:
            notice = told(error, app=chat_of(self).slug)
        async with self:
            self.notice = notice

    @rx.event
    async def pin(self, id: str, pinned: bool) -> None:
        try:
            await chat_of(self).conversations.pin(user_of(self), id, pinned)
        except Gone:
            self.notice = Notice("gone")
        except FAILED as error:
            self.notice = told(error, app=chat_of(self).slug)

    @rx.event
    async def archive(self, id: str, archived: bool) -> None:
        try:
            await chat_of(self).conversations.archive(user_of(self), id, archived)
        except Gone:
            self.notice = Notice("gone")
        except FAILED as error:
            self.notice = told(error, app=chat_of(self).slug)

    @rx.event
    async def delete(self, id: str) -> None:
        """Who looks at it finds a new chat."""
        self.notice = Notice()
        thread = await self.get_state(ThreadState)
        if thread.conversation_id == id:
            thread._clear("", thread.visit)
        try:
            await chat_of(self).conversations.leaving.delete(user_of(self), id)
        except Gone:
            self.notice = Notice("gone")
        except FAILED as error:
            self.notice = told(error, app=chat_of(self).slug)

    @rx.event
    async def restore(self, id: str) -> None:
        """Take a deletion back."""
        try:
            await chat_of(self).conversations.leaving.restore(user_of(self), id)
        except Gone:
            self.notice = Notice("too_late_to_undo")
        except FAILED as error:
            self.notice = told(error, app=chat_of(self).slug)

    @rx.event
    def dismiss(self) -> None:
        self.notice = Notice()
