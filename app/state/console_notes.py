"""Notes of the conversation of the console that is open: for agents alone."""

from typing import Any

import reflex as rx

from app.apps.notes import LONGEST, NOTES
from app.ledger.inbox import NoRoom
from app.remedies import FAILED, told
from app.state.console import ConsoleState
from app.state.console_open import opened
from app.state.console_told import told_of
from app.state.sockets import Tab
from app.views import InboxNote, Notice

NUMBER = 64  # characters


class ConsoleNotesState(rx.State):
    """``of`` is the key of the conversation whose ``notes`` they are. ``kept`` and ``refused`` are the numbers of the
    last note that was kept and not kept, and ``notice`` says why."""

    of: str = ""
    notes: list[InboxNote] = []
    kept: str = ""
    refused: str = ""
    notice: Notice = Notice()

    @rx.event(background=True)
    async def read(self) -> Any:
        """Show the notes of the conversation that is open. Whoever a new one mentions has read it now."""
        return ConsoleState.count if await self._show() else None

    @rx.event(background=True)
    async def save(self, place: str, number: str, text: str, note: str = "") -> None:
        """Keep a new note of the conversation that is open, if it is at that ``place``, or other words of one of the
        agent's own. The same ``number`` is kept once."""
        async with self:
            it = await opened(self)
            self.notice, self.refused = Notice(), ""
        text, changed, notice = text.strip(), False, Notice("inbox_not_changed")
        if it is None:  # A server that has just started does not know yet what is open.
            return await self._end(number, kept=False, notice=notice)
        if not text or not 0 < len(number) <= NUMBER or len(text) > LONGEST:
            return await self._end(number, kept=False, notice=Notice("inbox_note_long", {"count": str(LONGEST)}))
        try:
            if note:
                changed = await it.inbox.edit_note(it.line.app, it.line.id, note, text)
            elif place == it.line.key:
                changed = await it.inbox.note(it.line.app, it.line.id, text, number)
        except NoRoom:
            notice = Notice("inbox_notes_full", {"count": str(NOTES)})
        except FAILED as error:
            notice = told(error)
        await self._show()
        await self._end(number, kept=changed, notice=notice)

    @rx.event(background=True)
    async def drop(self, note: str) -> None:
        """Take away a note of the agent's own."""
        async with self:
            it = await opened(self)
        if it is None:
            return
        dropped, failed = await told_of(it.inbox.drop_note(it.line.app, it.line.id, note), False)
        async with self:
            self.notice = failed if dropped or failed.key else Notice("inbox_not_changed")
        await self._show()

    async def _show(self) -> bool:
        """Whether they are others than before."""
        async with self:
            it = await opened(self)
            if self.of != (key := it.line.key if it else ""):
                self.reset()
                self.of = key
        if it is None:
            return False
        notes, failed = await told_of(it.inbox.notes(it.line.app, it.line.id), list[InboxNote]())
        async with self:
            if failed.key:
                self.notice = failed
            elif Tab(self).here() and self.of == key and self.notes != notes:
                self.notes = notes
                return True
        return False

    async def _end(self, number: str, *, kept: bool, notice: Notice) -> None:
        async with self:
            if kept:
                self.kept = number
            else:
                self.refused, self.notice = number, notice
