"""How good answers are, for whoever serves people in some apps."""

from typing import Any

import reflex as rx

from app.apps.audited import quality_for
from app.apps.inbox import Inbox
from app.apps.quality import KINDS, Quality
from app.ledger.numbers import Place
from app.services import current
from app.state.console_board import ConsoleBoard
from app.state.console_choices import inbox_of
from app.state.console_told import told_of
from app.state.sockets import person_of, sockets
from app.views import Notice, QualityBoard, QualityPage

CHOICES = {"app": "", "days": "30", "done": "", "code": ""}
DAYS = ("7", "30", "90", "365")


class ConsoleQualityState(ConsoleBoard, rx.State):
    """``chosen`` is what is shown; ``bringing`` the rating whose conversation is being brought in; ``notice_app`` names
    the app that the notice is of, where there are several."""

    chosen: dict[str, str] = CHOICES
    board: QualityBoard = QualityBoard()
    bringing: str = ""
    notice_app: str = ""
    _behind: dict[str, list[Place]] = {}  # of each kind the ends of the pages before the one that is shown

    @rx.event
    async def arrive(self) -> Any:
        await self._meet(quality_of(self))
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
        if quality is None:
            return None
        there, notice = await told_of(quality.set_done(app, conversation_id, id, done=done), False)
        if there:
            return ConsoleQualityState.read
        async with self:
            self.notice, self.notice_app = notice if notice.key else Notice("gone"), ""
        return None

    @rx.event(background=True)
    async def bring(self, app: str, id: str) -> None:
        """Bring in the conversations of whoever gave a bad rating in one that is not here."""
        async with self:
            quality, inbox = quality_of(self), inbox_of(self)
            if quality is None or inbox is None or self.bringing:
                return
            self.bringing = id
        here, notice = await told_of(_brought(quality, inbox, app, id), False)
        async with self:
            self.bringing = ""
        await self._read(notice if here or notice.key else Notice("quality_not_brought"))

    async def _read(self, notice: Notice) -> None:
        async with self:
            quality = quality_of(self)
            if quality is None:
                return
            me, app = self._ask(), self.chosen["app"]
        await self._show(quality, me, notice)
        if not notice.key:
            (learned, name), failed = await told_of(quality.learn(app), (notice, ""))
            await self._show(quality, me, failed if failed.key else learned, name)

    async def _show(self, quality: Quality, me: str, notice: Notice, name: str = "") -> None:
        async with self:
            chosen = self.chosen
            after = {kind: behind[-1] for kind, behind in self._behind.items() if behind}
        done, code = chosen["done"] != "", chosen["code"]
        reading = quality.board(chosen["app"], int(chosen["days"]), after, done=done, code=code)
        board, failed = await told_of(reading, QualityBoard())
        async with self:
            if not self._is_wanted(me):
                return
            self.known, self.notice = True, failed if failed.key else notice
            self.notice_app = "" if failed.key else name
            if self.board != board:
                self.board = board


async def _brought(quality: Quality, inbox: Inbox, app: str, id: str) -> bool:
    """Whether the conversation of a rating is here now."""
    if user := await quality.whose(app, id):
        async for _ in inbox.bring(app, user):
            pass
        await quality.learn(app, anew=True)
    return not quality.is_elsewhere(app, id)


def quality_of(state: rx.State) -> Quality | None:
    """That of whoever is there; None for who serves nobody, or in no app."""
    person = person_of(state)
    address = sockets.address(state.router.session.session_id)
    return quality_for(person, current().apps.open_to(person), address)
