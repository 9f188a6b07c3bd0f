"""How good answers are, for whoever serves people in some apps."""

from typing import Any
from uuid import uuid4

import reflex as rx

from app.apps.audited import quality_for
from app.apps.quality import Quality
from app.chat import Gone
from app.remedies import FAILED, told
from app.services import current
from app.state.session import SessionState
from app.state.sockets import Tab, person_of, sockets
from app.views import InboxChoice, Notice, QualityBoard

CHOICES = {"app": "", "days": "30", "done": "", "code": ""}
DAYS = ("7", "30", "90", "365")
FEW, MANY = 10, 500  # turns of a kind that are shown at first, and at most


class ConsoleQualityState(rx.State):
    """``chosen`` is what is shown, ``known`` once it was read; there may be ``more`` of a list. ``missing``: whoever
    looks is no agent."""

    apps: list[InboxChoice] = []
    chosen: dict[str, str] = CHOICES
    board: QualityBoard = QualityBoard()
    most: int = FEW
    more: bool = False
    known: bool = False
    missing: bool = False
    notice: Notice = Notice()
    _asked: str = ""

    @rx.event
    async def arrive(self) -> Any:
        (await self.get_state(SessionState))._meet(person_of(self))
        quality = quality_of(self)
        if quality is None:
            self.reset()
        self.missing, self.apps = quality is None, quality.apps if quality else []
        return ConsoleQualityState.read

    @rx.event(background=True)
    async def read(self) -> None:
        """Show what is known, then what the apps tell as well."""
        me = uuid4().hex[:6]
        async with self:
            quality = quality_of(self)
            if quality is None:
                return
            self._asked = me
        await self._show(quality, me, Notice())
        try:
            notice = await quality.learn()
        except FAILED as error:
            notice = told(error)
        await self._show(quality, me, notice)

    @rx.event
    def narrow(self, name: str, value: str) -> Any:
        """Show those of an app, of some days, of an error's code, or those that were dealt with."""
        if name not in CHOICES or (name == "days" and value not in DAYS):
            return None
        self.chosen, self.most = {**self.chosen, name: value[:255]}, FEW
        return ConsoleQualityState.read

    @rx.event
    def show_more(self) -> Any:
        self.most = min(self.most + FEW, MANY)
        return ConsoleQualityState.read

    @rx.event(background=True)
    async def mark(self, app: str, conversation_id: str, id: str, done: bool) -> Any:
        """Say that a bad rating was dealt with, or that it was not."""
        async with self:
            quality = quality_of(self)
        notice = Notice()
        if quality:
            try:
                notice = Notice() if await quality.set_done(app, conversation_id, id, done=done) else Notice("gone")
            except FAILED as error:
                notice = told(error)
        if notice.key:
            async with self:
                self.notice = notice
            return None
        return ConsoleQualityState.read

    async def _show(self, quality: Quality, me: str, notice: Notice) -> None:
        async with self:
            chosen, most = self.chosen, self.most
        board = QualityBoard()
        try:
            done, code = chosen["done"] != "", chosen["code"]
            board = await quality.board(chosen["app"], int(chosen["days"]), most, done=done, code=code)
        except Gone:
            notice = Notice("gone")
        except FAILED as error:
            notice = told(error)
        async with self:
            if self._asked != me or not Tab(self).here():
                return
            self.known, self.notice = True, notice
            if self.board != board:
                self.board = board
            self.more = most < MANY and max(map(len, (board.bad, board.failed, board.uncited))) == most


def quality_of(state: rx.State) -> Quality | None:
    """That of whoever is there; None for who serves nobody, or in no app."""
    person = person_of(state)
    address = sockets.address(state.router.session.session_id)
    return quality_for(person, current().apps.open_to(person), address)
