"""The sidebar: one's conversations, newest first, older ones as they are scrolled to."""

import reflex as rx

from app.dify.errors import DifyError
from app.services import current
from app.state.sockets import user_of
from app.views import ConversationRow


class ConversationsState(rx.State):
    """``shown`` is the drawer of a narrow screen; a wide one always shows the list.

    ``stale``: the app could not be asked, and the list is as the ledger has it.
    """

    rows: list[ConversationRow] = []
    has_more: bool = False
    loading: bool = False
    shown: bool = False
    stale: bool = False
    _cursor: str = ""
    _pages: int = 0

    @rx.event(background=True)
    async def refresh(self) -> None:
        """Read the list from its beginning, as many pages of it as are shown."""
        async with self:
            user, pages = user_of(self), max(1, self._pages)
        if user:
            await self._read(user, pages, after="", keep=True)

    @rx.event(background=True)
    async def older(self) -> None:
        async with self:
            user, pages, after = user_of(self), self._pages + 1, self._cursor
            if not user or self.loading or not self.has_more:
                return
            self.loading = True
        await self._read(user, pages, after, keep=False)

    async def _read(self, user: str, pages: int, after: str, *, keep: bool) -> None:
        chat, stale = current().chat, False
        try:
            rows, cursor, more = await chat.conversations(user, pages, after)
        except DifyError:
            # The page says so where the app is shown; the ledger knows the list as it was.
            rows, cursor, more = await chat.known_conversations(user, pages), after, False
            stale = True
        async with self:
            if not keep or self._pages <= 1:
                self._cursor, self.has_more = cursor, more
            if self.rows != rows:
                self.rows = rows
            self._pages, self.loading, self.stale = pages, False, stale

    @rx.event
    def toggle(self) -> None:
        self.shown = not self.shown

    @rx.event
    def hide(self) -> None:
        self.shown = False
