"""Landing on a turn that the page's address names."""

from typing import Any
from uuid import uuid4

import reflex as rx

from app.chat import Elsewhere, Gone, Page
from app.remedies import FAILED, told
from app.state.sockets import user_of
from app.state.wall import chat_of
from app.views import Notice


class Arrivals(rx.State, mixin=True):
    """``arrived`` is the number of the last arrival and the turn that the page landed on; ``arriving`` while it is
    looked for. A thread that is being read lands when it was."""

    arrived: str = ""
    arriving: bool = False
    _page: Page | None = None
    _wanted: str = ""

    def _arrival(self) -> list[Any]:
        """The event that lands on the turn that is wanted, if one is and the thread was read."""
        return [self._events().arrive] if self._wanted and not (self.loading and self._page is None) else []

    @rx.event(background=True)
    async def arrive(self) -> None:
        """Read the thread as far as the wanted turn, turn to its version, and land there."""
        async with self:
            user, place, wanted, busy = user_of(self), self.conversation_id, self._wanted, self.running
            page, self._wanted = self._page or Page(), ""
            if not wanted or self._turn(wanted):
                self._land(wanted)
                return
            self.loading = self.arriving = True
        notice = Notice()
        try:
            wanted, page = await chat_of(self).arrival.at(user, place, wanted, page, busy=busy)
        except Gone:
            notice = Notice("turn_gone")
        except Elsewhere:
            notice = Notice("wait_or_stop")
        except FAILED as error:
            notice = told(error, app=chat_of(self).slug)
        async with self:
            if self.conversation_id != place:
                return
            self.loading = self.arriving = False
            if notice.key:
                self.notice = notice
            elif self.running == busy:
                self._show_as_read(page)
                self._land(wanted)

    def _show_as_read(self, page: Page) -> None:
        end = self._last()
        self._read(page, anew=not self.running)
        if (now := self._last()) and end and now.id != end.id:
            self._forget_suggestions()

    def _land(self, turn_id: str) -> None:
        if turn_id:
            self.arrived = f"{uuid4().hex[:6]} {turn_id}"
