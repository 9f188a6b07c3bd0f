"""How good answers are, for whoever serves people in some apps."""

from typing import Any
from uuid import uuid4

import reflex as rx

from app.apps.audited import quality_for
from app.apps.quality import KINDS, Quality
from app.chat import Gone
from app.ledger.numbers import Place
from app.remedies import FAILED, told
from app.services import current
from app.state.console_choices import inbox_of
from app.state.session import SessionState
from app.state.sockets import Tab, person_of, sockets
from app.views import InboxChoice, Notice, QualityBoard, QualityPage

CHOICES = {"app": "", "days": "30", "done": "", "code": ""}
DAYS = ("7", "30", "90", "365")


class ConsoleQualityState(rx.State):
    """``chosen`` is what is shown, ``known`` once it was read. ``missing``: whoever looks is no agent. ``bringing`` is
    the rating whose conversation is being brought in."""

    apps: list[InboxChoice] = []
    chosen: dict[str, str] = CHOICES
    board: QualityBoard = QualityBoard()
    known: bool = False
    missing: bool = False
    bringing: str = ""
    notice: Notice = Notice()
    _asked: str = ""
    _behind: dict[str, list[Place]] = {}  # of each kind the ends of the pages before the one that is shown

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
        await self._read(Notice())

    @rx.event
    def narrow(self, name: str, value: str) -> Any:
        """Show those of an app, of some days, of an error's code, or those that were dealt with."""
        if name not in CHOICES or (name == "days" and value not in DAYS):
            return None
        self.chosen, self._behind = {**self.chosen, name: value[:255]}, {}
        return ConsoleQualityState.read

    @rx.event
    def turn(self, kind: str, older: bool) -> Any:
        """Show the next page of a kind of turns, of older ones, or the one before."""
        if kind not in KINDS:
            return None
        page: QualityPage = getattr(self.board, kind)
        behind = self._behind.get(kind, [])
        if older and page.older:
            last = page.turns[-1]
            behind = [*behind, Place(last.at, last.rated, last.app)]
        elif not older:
            behind = behind[:-1]
        self._behind = {**self._behind, kind: behind}
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

    @rx.event(background=True)
    async def bring(self, app: str, id: str) -> None:
        """Bring in the conversations of whoever gave a bad rating in one that is not here."""
        async with self:
            quality, inbox = quality_of(self), inbox_of(self)
            if quality is None or inbox is None or self.bringing:
                return
            self.bringing, notice = id, Notice()
        try:
            if user := await quality.whose(app, id):
                await inbox.bring(app, user)
                await quality.learn(anew=True)
            notice = Notice("quality_not_brought") if quality.is_elsewhere(app, id) else Notice()
        except Gone:
            notice = Notice("gone")
        except FAILED as error:
            notice = told(error)
        async with self:
            self.bringing = ""
        await self._read(notice)

    async def _read(self, notice: Notice) -> None:
        me = uuid4().hex[:6]
        async with self:
            quality = quality_of(self)
            if quality is None:
                return
            self._asked = me
        await self._show(quality, me, notice)
        if notice.key:
            return
        try:
            notice = await quality.learn()
        except FAILED as error:
            notice = told(error)
        await self._show(quality, me, notice)

    async def _show(self, quality: Quality, me: str, notice: Notice) -> None:
        async with self:
            chosen = self.chosen
            after = {kind: behind[-1] for kind, behind in self._behind.items() if behind}
        board = QualityBoard()
        try:
            done, code = chosen["done"] != "", chosen["code"]
            board = await quality.board(chosen["app"], int(chosen["days"]), after, done=done, code=code)
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


def quality_of(state: rx.State) -> Quality | None:
    """That of whoever is there; None for who serves nobody, or in no app."""
    person = person_of(state)
    address = sockets.address(state.router.session.session_id)
    return quality_for(person, current().apps.open_to(person), address)
