"""What can be done with a turn of the thread: ask it anew, turn to another version of its answer, rate it."""

from dataclasses import replace
from typing import Any, Literal, cast

import reflex as rx

from app.chat import Gone, Page
from app.remedies import FAILED, told
from app.state.asking import NOT_TAKEN
from app.state.sockets import address_of, user_of
from app.state.wall import chat_of
from app.views import Notice, Turn


class Actions(rx.State, mixin=True):
    """Handlers of the thread; each is given the id of a turn that the thread has.

    ``_page`` is the thread as far as it was read; ``unrated`` is the turn whose last rating was not taken.
    """

    unrated: str = ""
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
        if not user or not question or turn is None or turn.kind or self.running or not self._short_enough(question):
            return None
        chat, place = chat_of(self), self.conversation_id
        try:
            turn = await self._with_what_is_above(turn)
            if turn is None:
                return None
            run = await chat.ask_anew(user, place, turn, question, address_of(self))
            page = await chat.reread(user, place, self._page or Page())
        except NOT_TAKEN as error:
            self._not_taken(error)
            return None
        self._cut_from(turn_id)
        return await self._begin(run, page)

    async def _with_what_is_above(self, turn: Turn) -> Turn | None:
        """The turn as one that knows what it follows: of the first that was read only an older page tells that."""
        first = next(iter(self._turns()), None)
        if not self.has_older or first is None or first.id != turn.id:
            return turn
        page = await chat_of(self).open(user_of(self), self.conversation_id, self._page)
        if page.error is not None:
            self.notice = told(page.error, app=chat_of(self).slug)
            return None
        self._read(page)
        return self._turn(turn.id)

    @rx.event(background=True)
    async def show_version(self, turn_id: str, other: str) -> None:
        """Turn to the answer ``other`` beside that of a turn, and to what followed it."""
        async with self:
            user, place, page, turn = user_of(self), self.conversation_id, self._page or Page(), self._turn(turn_id)
            if self.running or turn is None or other not in (turn.before, turn.after) or not other:
                return
        chat = chat_of(self)
        try:
            await chat.choose(user, place, turn.parent, other)
            page = await chat.reread(user, place, page)
            while page.has_older and page.error is None and all(turn.id != other for turn in page.turns):
                page = await chat.open(user, place, page)
        except Gone:
            return
        async with self:
            if self.conversation_id == place and not self.running:
                self._read(page, anew=True)
                self._forget_suggestions()

    @rx.event(background=True)
    async def rate(self, turn_id: str, rating: str, reason: str) -> None:
        """Call an answer good or bad, with a reason; an empty rating takes it back."""
        async with self:
            user, place, turn = user_of(self), self.conversation_id, self._turn(turn_id)
            if turn is None or turn.kind or rating not in ("like", "dislike", ""):
                return
            self.notice, self.unrated = Notice(), ""
            self._mark(turn, rating)
        wanted = cast(Literal["like", "dislike"] | None, rating or None)
        try:
            await chat_of(self).rate(user, place, turn_id, wanted, reason[:2000])
        except (Gone, *FAILED):
            async with self:
                if now := self._turn(turn_id):
                    self.notice, self.unrated = Notice("rating_refused"), turn_id
                    self._mark(now, turn.rating if now.rating == rating else now.rating)

    def _mark(self, turn: Turn, rating: str) -> None:
        page = self._page or Page()
        self._page = replace(page, rated={**page.rated, turn.id: rating})
        self._put(replace(turn, rating=rating))
