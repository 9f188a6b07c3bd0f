"""The sidebar: one's conversations, newest first, older ones as they are scrolled to."""

from contextlib import suppress

import reflex as rx

from app.chat import Gone
from app.chat.reading import Piece, Read
from app.remedies import FAILED, told
from app.state.sockets import user_of
from app.state.wall import chat_of
from app.views import ConversationRow

MOST = 16  # lines that change before the list is sent anew


class ConversationsState(rx.State):
    """``shown`` is the drawer of a narrow screen; a wide one always shows the list.

    ``rows`` is the list as it was read; the browser sorts it. ``changed`` are the lines that
    are others since, by their ids (None: gone), so that a change costs its own bytes and not the list's. ``stale``:
    the app could not be asked, and the list is as the ledger has it. A tab may be somebody else's by the time that is
    read: then it is not shown.
    """

    rows: list[ConversationRow] = []
    changed: dict[str, ConversationRow | None] = {}
    has_more: bool = False
    loading: bool = False
    loaded: bool = False
    shown: bool = False
    stale: bool = False
    _read: Read = Read()
    _changes: int = 0

    @rx.event(background=True)
    async def refresh(self) -> None:
        """Read the list from its beginning; what was read of it stays."""
        async with self:
            user = user_of(self)
        if not user:
            return
        piece: Piece | None = None
        with suppress(*FAILED):  # The ledger knows the list as it was.
            piece = await chat_of(self).conversations.newest(user)
        async with self:
            if user_of(self) != user:
                return
            self.stale = piece is None
            if piece is not None:
                self._read = self._read.newest(piece)
        await self._show(user)

    @rx.event(background=True)
    async def older(self) -> None:
        """One page more."""
        async with self:
            user, read = user_of(self), self._read
            if not user or self.loading or not self.has_more:
                return
            self.loading = True
        piece: Piece | None = None
        with suppress(*FAILED):
            piece = await chat_of(self).conversations.older(user, read)
        async with self:
            if user_of(self) != user:
                return
            self.loading, self.stale = False, piece is None
            if piece is not None:
                self._read = self._read.older(piece)
        await self._show(user)

    async def _show(self, user: str) -> None:
        """Take the list as the ledger has it, unless a line of it changed while it was read: then once more."""
        while True:
            async with self:
                changes, read = self._changes, self._read
            try:
                rows = await chat_of(self).conversations.rows(user, read)
            except FAILED as error:
                told(error, app=chat_of(self).slug)
                async with self:
                    self.stale = True
                return
            async with self:
                if user_of(self) != user:
                    return
                if changes != self._changes:
                    continue
                if self.changed or self.rows != rows:
                    self.rows, self.changed = rows, {}
                self.has_more, self.loaded = bool(read.times) and read.has_more, True
                return

    @rx.event(background=True)
    async def opened(self, id: str) -> None:
        """Its person looks at that conversation: it is in the list, however old it is."""
        async with self:
            user = user_of(self)
        conversations = chat_of(self).conversations
        try:
            await conversations.see(user, id)
        except Gone:
            return
        row = await conversations.row(user, id)
        async with self:
            if user_of(self) == user:
                self._put(id, row)

    def _put(self, id: str, row: ConversationRow | None) -> None:
        """A line is another now; None takes it away."""
        self._changes += 1
        if self._line(id) == row:
            return
        self.changed = {**self.changed, id: row}
        if len(self.changed) > MOST:
            left = [old for old in self.rows if old.id not in self.changed]
            self.rows, self.changed = [*left, *(new for new in self.changed.values() if new)], {}

    def _line(self, id: str) -> ConversationRow | None:
        if id in self.changed:
            return self.changed[id]
        return next((row for row in self.rows if row.id == id), None)

    @rx.event
    def toggle(self) -> None:
        self.shown = not self.shown

    @rx.event
    def hide(self) -> None:
        self.shown = False
