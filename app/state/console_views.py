"""What an agent has chosen in the console and keeps under names, to choose it again."""

from abc import abstractmethod
from collections.abc import Awaitable
from typing import Any

import reflex as rx

from app.apps.inbox import Inbox
from app.ledger.inbox import VIEWS, NoRoom
from app.remedies import FAILED, told
from app.state.console_choices import CHOICES, inbox_of
from app.views import InboxView, Notice


class ConsoleViews(rx.State, mixin=True):
    """``unkept`` says why a view was not kept, found or dropped, and ``named`` counts those that were kept."""

    views: list[InboxView] = []
    named: int = 0
    unkept: Notice = Notice()

    @rx.event(background=True)
    async def choose_view(self, id: str) -> Any:
        """Filter as a view does that was kept."""
        async with self:
            inbox = inbox_of(self)
        if inbox is None:
            return None
        try:
            kept, views = await inbox.view(id), await inbox.views()
        except FAILED as error:
            await self._show_views(told(error))
            return None
        if kept is None:  # Another tab has dropped it.
            await self._show_views(Notice("inbox_view_gone"), views)
            return None
        async with self:
            return self._choose({name: str(kept.get(name, "")) for name in CHOICES})

    @rx.event(background=True)
    async def keep_view(self, form: dict[str, Any]) -> None:
        """Keep what is chosen under a name."""
        async with self:
            inbox, chosen = inbox_of(self), dict(self.chosen)
        if inbox and await self._with_views(inbox, inbox.keep_view(str(form.get("name", "")), chosen)):
            async with self:
                self.named += 1

    @rx.event(background=True)
    async def drop_view(self, id: str) -> None:
        async with self:
            inbox = inbox_of(self)
        if inbox:
            await self._with_views(inbox, inbox.drop_view(id))

    async def _with_views(self, inbox: Inbox, step: Awaitable[Any]) -> bool:
        """Take the step, and show the views as they are then. False where it was not taken, of which it is said why."""
        try:
            if await step is False:
                return False
            views = await inbox.views()
        except NoRoom:
            await self._show_views(Notice("inbox_views_full", {"count": str(VIEWS)}))
            return False
        except FAILED as error:
            await self._show_views(told(error))
            return False
        await self._show_views(Notice(), views)
        return True

    async def _show_views(self, notice: Notice, views: list[InboxView] | None = None) -> None:
        async with self:
            self.unkept, self.views = notice, self.views if views is None else views

    @abstractmethod
    def _choose(self, chosen: dict[str, str]) -> Any: ...
