"""Correcting an answer of the app's in the conversation that is open."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import reflex as rx

from app.chat.corrections import SAVED
from app.state.console_draft import ConsoleDraftState
from app.state.console_open import opened
from app.state.console_told import told_of
from app.views import Correction, Notice


class ConsoleCorrectingState(rx.State):
    """The dialog, ``opened`` for that ``turn``; ``form`` names what stands in it, which stays while it is the same.
    ``done`` says what became of it."""

    opened: bool = False
    turn: str = ""
    form: str = ""
    correction: Correction = Correction()
    busy: bool = False
    done: Notice = Notice()
    notice: Notice = Notice()

    @rx.event(background=True)
    async def begin(self, turn_id: str) -> None:
        """Show a turn as it is, or as it was corrected before; what somebody has begun to write there stays."""
        await self._begin(turn_id)

    @rx.event(background=True)
    async def begin_with(self) -> None:
        """The same, in the words of the answer that the turn was compared with."""
        async with self:
            draft = await self.get_state(ConsoleDraftState)
            turn_id, answer = draft.turn, draft.answer.text
        await self._begin(turn_id, answer)

    @rx.event(background=True)
    async def save(self, form: dict[str, Any]) -> None:
        """Have the app answer so from now on."""
        async with self:
            it = await opened(self)
            if it is None or it.page is None or not self.turn or self.busy:
                return
            self.busy, self.notice, turn, saved = True, Notice(), self.turn, self.form
        texts = (str(form.get(name, "")) for name in ("question", "answer"))
        lasting = bool(form.get("lasting"))
        correcting = it.inbox.correct(it.line.app, it.line.id, it.page, turn, *texts, lasting=lasting)
        became, failed = await told_of(correcting, Notice())
        notice = failed if failed.key else became
        async with self:
            if self.form != saved:  # Another turn's stands there now.
                return
            self.busy = False
            self.done, self.notice = (notice, Notice()) if notice.key in SAVED else (Notice(), notice)

    @rx.event
    def leave(self) -> None:
        """Close the dialog."""
        self.opened = False

    async def _begin(self, turn_id: str, answer: str = "") -> None:
        async with self:
            it = await opened(self)
            if it is None or it.page is None:
                return
            if not answer and turn_id == self.turn and not self.done.key:
                self.opened = True
                return
        found, notice = await told_of(it.inbox.correction(it.line.app, it.line.id, it.page, turn_id), Correction())
        async with self:
            now = await opened(self)
            if now is None or now.line.key != it.line.key:
                return
            self.opened, self.busy, self.done, self.notice = True, False, Notice(), notice
            self.turn, self.form = "" if notice.key else turn_id, uuid4().hex[:6]
            self.correction = replace(found, answer=answer or found.answer)
