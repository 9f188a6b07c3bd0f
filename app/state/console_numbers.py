"""The board of numbers, for whoever serves people in some apps."""

from uuid import uuid4

import reflex as rx

from app.apps.numbers import Numbers
from app.chat import Gone
from app.ledger.numbers import Period
from app.remedies import FAILED, told
from app.services import current
from app.state.session import SessionState
from app.state.sockets import Tab, person_of
from app.views import InboxChoice, Notice, NumbersBoard


class ConsoleNumbersState(rx.State):
    """``known`` once something was counted, by days of the ``zone``; ``missing`` where whoever looks is no agent."""

    apps: list[InboxChoice] = []
    board: NumbersBoard = NumbersBoard()
    zone: str = ""
    known: bool = False
    busy: bool = False
    missing: bool = False
    notice: Notice = Notice()
    _asked: str = ""

    @rx.event
    async def arrive(self) -> None:
        """Show which apps there are."""
        (await self.get_state(SessionState))._meet(person_of(self))
        numbers = numbers_of(self)
        if numbers is None:
            self.reset()
        self.missing, self.apps = numbers is None, numbers.apps if numbers else []

    @rx.event(background=True)
    async def look(self, app: str, first: str, last: str, zone: str) -> None:
        """Count what was from the first day to the last, as days are in that zone; of all apps where none is named."""
        me = uuid4().hex[:6]
        async with self:
            numbers = numbers_of(self)
            if numbers is None:
                return
            self._asked, self.busy = me, True
        board, notice = NumbersBoard(), Notice()
        try:
            board = await numbers.board(app, Period.of(first, last, zone))
        except ValueError:
            notice = Notice("numbers_no_period")
        except Gone:
            notice = Notice("gone")
        except FAILED as error:
            notice = told(error)
        async with self:
            if self._asked != me or not Tab(self).here():
                return
            self.busy, self.known, self.notice = False, not notice.key, notice
            self.board, self.zone = board, zone if not notice.key else ""


def numbers_of(state: rx.State) -> Numbers | None:
    """Those of whoever is there; None for who serves nobody, or in no app."""
    person = person_of(state)
    open = current().apps.open_to(person)
    return Numbers(open) if person.user and person.serves and open.all() else None
