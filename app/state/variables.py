"""The dialog of a conversation's variables."""

from typing import Any

import reflex as rx

from app.chat import Gone
from app.remedies import FAILED, told
from app.state.sockets import user_of
from app.state.thread import ThreadState
from app.state.wall import chat_of
from app.views import Notice, Variable


class VariablesState(rx.State):
    """``saved`` is the name of the one that was just set; ``wrong`` says by name what is wrong with a value."""

    variables: list[Variable] = []
    loading: bool = False
    saved: str = ""
    wrong: dict[str, Notice] = {}
    notice: Notice = Notice()

    @rx.event(background=True)
    async def look(self) -> None:
        async with self:
            user, place = user_of(self), (await self.get_state(ThreadState)).conversation_id
            self.variables, self.saved, self.wrong, self.notice, self.loading = [], "", {}, Notice(), True
        chat, found, notice = chat_of(self), list[Variable](), Notice()
        try:
            found = await chat.variables.all(user, place)
        except Gone:
            notice = Notice("gone")
        except FAILED as error:
            notice = told(error, app=chat.slug)
        async with self:
            if place == (await self.get_state(ThreadState)).conversation_id:
                self.variables, self.notice, self.loading = found, notice, False

    @rx.event(background=True)
    async def change(self, values: dict[str, Any]) -> None:
        """Take the form of one: its ``name`` and its ``value``."""
        name = str(values.get("name", ""))
        async with self:
            user, place = user_of(self), (await self.get_state(ThreadState)).conversation_id
            self.saved, self.wrong, self.notice = "", {}, Notice()
        chat, wrong, notice = chat_of(self), Notice(), Notice()
        try:
            wrong = await chat.variables.set(user, place, name, str(values.get("value", "")))
        except Gone:
            notice = Notice("gone")
        except FAILED as error:
            notice = told(error, app=chat.slug)
        async with self:
            if place != (await self.get_state(ThreadState)).conversation_id:
                return
            self.wrong, self.notice = ({name: wrong} if wrong.key else {}), notice
            self.saved = "" if wrong.key or notice.key else name
