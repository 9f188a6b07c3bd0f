"""What can be done with a turn of the thread: ask it anew, turn to another version of its answer, rate it."""

from dataclasses import replace
from typing import Any, Literal, cast

import reflex as rx

from app.chat import Gone, Page, told
from app.dify.errors import DifyError
from app.services import current
from app.state.sockets import user_of
from app.views import Notice


class Actions(rx.State, mixin=True):
    """Handlers of the thread; each is given the id of a turn that the thread has.

    ``_page`` is the thread as far as it was read.
    """

    _page: Page | None = None

    @rx.event
    async def regenerate(self, turn_id: str) -> Any:
        """Ask a turn's question once more; its answer stays behind the new one."""
        turn = self._turn(turn_id)
        return await self._ask_anew(turn_id, turn.question) if turn else None

    @rx.event
    async def edit(self, turn_id: str, question: str) -> Any:
        """Ask a turn's question in other words; the earlier one stays behind it, with all that followed."""
        return await self._ask_anew(turn_id, question.strip())

    async def _ask_anew(self, turn_id: str, question: str) -> Any:
        user, turn = user_of(self), self._turn(turn_id)
        if not user or not question or turn is None or self.running or not self._short_enough(question):
            return None
        chat, place = current().chat, self.conversation_id
        try:
            run = await chat.ask_anew(user, place, turn, question)
            page = await chat.reread(user, place, self._page or Page())
        except Gone:
            self.notice = Notice("gone")
            return None
        self._cut_from(turn_id)
        return await self._begin(run, page.running)

    @rx.event(background=True)
    async def show_version(self, turn_id: str, other: str) -> None:
        """Turn to the answer ``other`` beside that of a turn, and to what followed it."""
        async with self:
            user, place, page, turn = user_of(self), self.conversation_id, self._page or Page(), self._turn(turn_id)
            if self.running or turn is None or other not in (turn.before, turn.after) or not other:
                return
        chat = current().chat
        try:
            await chat.choose(user, place, turn.parent, other)
            page = await chat.reread(user, place, page)
        except Gone:
            return
        async with self:
            if self.conversation_id == place and not self.running:
                self._page = page
                self._empty_slots()
                self.turns = page.turns

    @rx.event(background=True)
    async def rate(self, turn_id: str, rating: str, reason: str) -> None:
        """Call an answer good or bad, with a reason; an empty rating takes it back."""
        async with self:
            user, turn = user_of(self), self._turn(turn_id)
            if turn is None or rating not in ("like", "dislike", ""):
                return
            self._put(replace(turn, rating=rating))
        wanted = cast(Literal["like", "dislike"] | None, rating or None)
        try:
            await current().chat.rate(user, turn_id, wanted, reason[:2000])
            return
        except Gone:
            notice = Notice("gone")
        except DifyError as error:
            notice = told(error)
        async with self:
            self.notice = notice
            if now := self._turn(turn_id):
                self._put(replace(now, rating=turn.rating))
