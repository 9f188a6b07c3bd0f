"""The board of numbers, for whoever serves people in some apps."""

from contextlib import suppress

import reflex as rx

from app.apps.numbers import Numbers
from app.ledger.numbers import Period
from app.services import current
from app.state.console_board import ConsoleBoard
from app.state.console_told import told_of
from app.state.sockets import person_of
from app.views import Notice, NumbersBoard


class ConsoleNumbersState(ConsoleBoard, rx.State):
    """What was counted, by days of the ``zone``."""

    board: NumbersBoard = NumbersBoard()
    zone: str = ""
    busy: bool = False

    @rx.event
    async def arrive(self) -> None:
        """Show which apps there are."""
        await self._meet(numbers_of(self))

    @rx.event(background=True)
    async def look(self, app: str, first: str, last: str, zone: str) -> None:
        """Count what was from the first day to the last, as days are in that zone; of all apps where none is named."""
        async with self:
            numbers = numbers_of(self)
            if numbers is None:
                return
            me, self.busy = self._ask(), True
        board, notice = NumbersBoard(), Notice("numbers_no_period")
        with suppress(ValueError):
            board, notice = await told_of(numbers.board(app, Period.of(first, last, zone)), board)
        async with self:
            if not self._is_wanted(me):
                return
            self.busy, self.known, self.notice = False, not notice.key, notice
            self.board, self.zone = board, zone if not notice.key else ""


def numbers_of(state: rx.State) -> Numbers | None:
    """Those of whoever is there; None for who serves nobody, or in no app."""
    open = current().apps.open_to(person_of(state))
    return Numbers(open) if open.served else None
