"""Searching one's conversations."""

import asyncio

import reflex as rx

from app.chat import SearchFailed
from app.state.finding import Finding
from app.state.sockets import Tab, user_of
from app.state.wall import chat_of

PACE = 0.5  # seconds between two looks at what has been found meanwhile


class SearchState(Finding, rx.State):
    """``looking`` while older conversations are looked through; ``partly`` where some could not be read."""

    looking: bool = False
    partly: bool = False

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
                self._answer(number, found, failed)
                self.looking, self.partly = not ended, ended and not walk.whole
            if not ended:
                await more.wait()
                await asyncio.sleep(PACE)

    @rx.event
    def leave(self) -> None:
        self._stop()
        self.looking = False
