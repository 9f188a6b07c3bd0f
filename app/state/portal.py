"""All apps at once: which there are and how they are, and one's conversations across them."""

import asyncio

import reflex as rx

from app.apps import portal
from app.chat import Chat, SearchFailed
from app.remedies import FAILED, told
from app.services import current
from app.state.session import SessionState
from app.state.sockets import Tab, user_of
from app.views import AppCard, FoundIn, Notice, RecentRow


class PortalState(rx.State):
    """``away``: an app cannot be reached; ``notice`` says why something of one's own cannot be shown."""

    cards: list[AppCard] = []
    recent: list[RecentRow] = []
    ready: bool = False
    away: bool = False
    notice: Notice = Notice()

    @rx.event(background=True)
    async def look(self) -> None:
        """Show the apps as they are known, and then what each says of itself."""
        async with self:
            user = user_of(self)
            (await self.get_state(SessionState))._listen()
        chats = current().apps.all()
        known = {card.slug: card for card in self.cards if card.asked}
        first = [known.get(chat.slug) or portal.card(chat) for chat in chats]
        await self._show(user, chats, first)
        if user:
            await self._show(user, chats, await asyncio.gather(*(portal.asked(chat, user) for chat in chats)))

    async def _show(self, user: str, chats: list[Chat], cards: list[AppCard]) -> None:
        recent, notice = list[RecentRow](), Notice() if user else Notice("no_identity")
        try:
            if user:
                recent = await portal.recent(_named(chats, cards), user)
        except FAILED as error:
            notice = told(error)
        async with self:
            if user_of(self) != user or not Tab(self).here():
                return  # The state is another's by now, or its tab is gone.
            if self.cards != cards:
                self.cards = list(cards)
            if self.recent != recent:
                self.recent = recent
            self.away, self.notice, self.ready = any(card.away for card in cards), notice, True


class PortalSearchState(rx.State):
    """``found`` answers the query of the number ``answered``; ``failed`` where it could not be answered."""

    found: list[FoundIn] = []
    answered: str = ""
    failed: bool = False
    _number: str = ""

    @rx.event(background=True)
    async def look(self, number: str, text: str) -> None:
        async with self:
            user, self._number = user_of(self), number
            cards = (await self.get_state(PortalState)).cards
        if not user:
            return
        try:
            found, failed = await portal.found(_named(current().apps.all(), cards), user, text), False
        except SearchFailed:
            found, failed = [], True
        async with self:
            if self._number == number and Tab(self).here():
                self.found, self.answered, self.failed = found, number, failed

    @rx.event
    def leave(self) -> None:
        self._number = ""


def _named(chats: list[Chat], cards: list[AppCard]) -> list[tuple[Chat, str]]:
    """Each app with the name that its card bears."""
    names = {card.slug: card.name for card in cards}
    return [(chat, names.get(chat.slug, chat.slug)) for chat in chats]
