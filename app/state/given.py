"""The dialog of what a conversation began with."""

import reflex as rx

from app.chat import Gone
from app.remedies import FAILED, told
from app.state.sockets import user_of
from app.state.thread import ThreadState
from app.state.wall import chat_of
from app.views import Detail, Notice


class GivenState(rx.State):
    """``given`` by control, in the form's order; ``notice`` says why it is not known."""

    given: list[Detail] = []
    loading: bool = False
    notice: Notice = Notice()

    @rx.event(background=True)
    async def look(self) -> None:
        async with self:
            user, place = user_of(self), (await self.get_state(ThreadState)).conversation_id
            self.given, self.notice, self.loading = [], Notice(), True
        chat, notice, given = chat_of(self), Notice(), []
        try:
            given = await chat.details.given(user, place)
        except Gone:
            notice = Notice("gone")
        except FAILED as error:
            notice = told(error, app=chat.slug)
        async with self:
            if place == (await self.get_state(ThreadState)).conversation_id:
                self.given, self.notice, self.loading = given, notice, False
