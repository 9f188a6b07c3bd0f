"""Notes of the conversation of the console that is open: for agents alone."""

import reflex as rx

from app.apps.notes import LONGEST, NOTES
from app.ledger.inbox import NoRoom
from app.remedies import FAILED, told
from app.state.console_choices import inbox_of
from app.state.console_thread import ConsoleThreadState
from app.state.sockets import Tab
from app.views import InboxLine, InboxNote, Notice

NUMBER = 64  # characters


class ConsoleNotesState(rx.State):
    """``kept`` and ``refused`` are the numbers of the last note that was kept and not kept, and ``notice`` says why."""

    notes: list[InboxNote] = []
    kept: str = ""
    refused: str = ""
    notice: Notice = Notice()
    _of: str = ""

    @rx.event(background=True)
    async def read(self) -> None:
        """Show the notes of the conversation that is open."""
        await self._show()

    @rx.event(background=True)
    async def save(self, place: str, number: str, text: str, note: str = "") -> None:
        """Keep a new note of the conversation that is open, if it is at that ``place``, or other words of one of the
        agent's own. The same ``number`` is kept once."""
        async with self:
            inbox, line = inbox_of(self), await self._line()
            self.notice, self.refused = Notice(), ""
        text, changed, notice = text.strip(), False, Notice("inbox_not_changed")
        if inbox is None or not line.key or not text or not 0 < len(number) <= NUMBER or len(text) > LONGEST:
            return await self._end(number, kept=False, notice=Notice("inbox_note_long", {"count": str(LONGEST)}))
        try:
            if note:
                changed = await inbox.edit_note(line.app, line.id, note, text)
            elif place == line.key:
                changed = await inbox.note(line.app, line.id, text, number)
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
            inbox, line = inbox_of(self), await self._line()
        if inbox is None or not line.key:
            return
        notice = Notice()
        try:
            if not await inbox.drop_note(line.app, line.id, note):
                notice = Notice("inbox_not_changed")
        except FAILED as error:
            notice = told(error)
        async with self:
            self.notice = notice
        await self._show()

    async def _show(self) -> None:
        async with self:
            inbox, line = inbox_of(self), await self._line()
            if self._of != line.key:
                self.reset()
                self._of = line.key
        if inbox is None or not line.key:
            return
        try:
            notes = await inbox.notes(line.app, line.id)
        except FAILED as error:
            async with self:
                self.notice = told(error)
            return
        async with self:
            if Tab(self).here() and self._of == line.key and self.notes != notes:
                self.notes = notes

    async def _end(self, number: str, *, kept: bool, notice: Notice) -> None:
        async with self:
            if kept:
                self.kept = number
            else:
                self.refused, self.notice = number, notice

    async def _line(self) -> InboxLine:
        return (await self.get_state(ConsoleThreadState)).line
