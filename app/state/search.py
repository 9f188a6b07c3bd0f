"""Searching one's conversations."""

import asyncio

import reflex as rx

from app.chat import SearchFailed
from app.state.sockets import Tab, user_of
from app.state.wall import chat_of
from app.views import Found

PACE = 0.5  # seconds between two looks at what has been found meanwhile


class SearchState(rx.State):
    """``found`` answers the query of the number ``answered``. ``looking`` while older conversations are looked through;
    ``partly`` where some could not be read; ``failed`` where the query could not be answered."""

    found: list[Found] = []
    answered: str = ""
    looking: bool = False
    partly: bool = False
    failed: bool = False
    _number: str = ""

    @rx.event(background=True)
    async def look(self, number: str, text: str) -> None:
        """Answer a query, and go on with it as long as it is the last one and more may be found."""
        async with self:
            user, self._number = user_of(self), number
        if not user:
            return
        search = chat_of(self).search
        walk = search.look_through(user)
        ended = False
        while not ended:
            ended, more = walk.ended is not None, walk.moved
            try:
                found, failed = await search.find(user, text), False
            except SearchFailed:
                found, failed, ended = [], True, True
            async with self:
                if self._number != number or not Tab(self).here():
                    return
                self._answer(number, found)
                self.looking, self.partly, self.failed = not ended, ended and not walk.whole, failed
            if not ended:
                await more.wait()
                await asyncio.sleep(PACE)

    @rx.event
    def leave(self) -> None:
        """The search is closed: nothing is looked for any more."""
        self._number, self.looking = "", False

    def _answer(self, number: str, found: list[Found]) -> None:
        if self.found != found:
            self.found = found
        self.answered = number
