"""All apps at once: which there are and how they are, and one's conversations across them."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any
from uuid import uuid4

import reflex as rx

from app.apps import portal
from app.chat import Chat, SearchFailed
from app.news import EVERYBODY, Erased, Hosted, Kept
from app.remedies import FAILED, told
from app.services import current
from app.state.finding import Finding
from app.state.session import SessionState
from app.state.sockets import Tab, person_of, sockets, user_of
from app.state.wall import disown
from app.views import AppCard, Notice, RecentRow


class PortalState(rx.State):
    """``away``: an app cannot be reached. ``known``: it was read what is ``recent``, or cannot be shown for the reason
    that ``notice`` says."""

    cards: list[AppCard] = []
    recent: list[RecentRow] = []
    ready: bool = False
    known: bool = False
    away: bool = False
    notice: Notice = Notice()
    _follower: str = ""

    @rx.event(background=True)
    async def follow(self) -> AsyncGenerator[Any, None]:
        """Show all, and what changes while the tab is there. A newer follower of this tab takes over."""
        me = uuid4().hex[:6]
        async with self:
            person, socket, self._follower = person_of(self), self.router.session.session_id, me
            (await self.get_state(SessionState))._meet(person)
        while True:
            apps = current().apps
            mine = [(chat.slug, person.user) for chat in apps.open_to(person).all()]
            news = apps.all()[0].news.follow_all([EVERYBODY, *mine])
            async with aclosing(news):
                await anext(news)
                # From here on nothing is missed; what was before is read.
                yield PortalState.read
                yield PortalState.look
                async for items in news:
                    async with self:
                        if self._follower != me or not Tab(self).here():
                            return
                    if {Kept(), Erased()} & {*items}:  # The tab comes back as who it is then, with what there is then.
                        async with self:
                            await disown(self)
                        await sockets.end(socket)
                        return
                    if Hosted() in items:
                        break
                    if items:
                        yield PortalState.read
                else:
                    return

    @rx.event(background=True)
    async def look(self) -> Any:
        """Show the apps as they are known at once, and what each says of itself as it says it."""
        async with self:
            user, chats = user_of(self), _open(self)
            known = {card.slug: card for card in self.cards if card.asked}
            self._show([known.get(chat.slug) or portal.card(chat) for chat in chats])
            named = self._names()
        if not user:
            return None
        async with aclosing(portal.answers(chats, user)) as answers:
            async for cards in answers:
                async with self:
                    if not self._is_of(user):
                        return None
                    now = {card.slug: card for card in cards}
                    self._show([now.get(card.slug, card) for card in self.cards])
        return PortalState.read if self._names() != named else None

    @rx.event(background=True)
    async def read(self) -> None:
        """Show this user's newest conversations."""
        async with self:
            user, named = user_of(self), self._named(_open(self))
        recent, notice = list[RecentRow](), Notice() if user else Notice("no_identity")
        try:
            if user:
                recent = await portal.recent(named, user)
        except FAILED as error:
            notice = told(error)
        async with self:
            if not self._is_of(user):
                return
            if self.recent != recent:
                self.recent = recent
            self.notice, self.known = notice, True

    def _is_of(self, user: str) -> bool:
        """Whether the state is still that user's, and its tab there."""
        return user_of(self) == user and Tab(self).here()

    def _show(self, cards: list[AppCard]) -> None:
        if self.cards != cards:
            self.cards = cards
        self.away, self.ready = any(card.away for card in cards), True

    def _names(self) -> dict[str, str]:
        return {card.slug: card.name for card in self.cards}

    def _named(self, chats: list[Chat]) -> list[tuple[Chat, str]]:
        """Each app with the name that its card bears."""
        names = self._names()
        return [(chat, names.get(chat.slug) or portal.card(chat).name) for chat in chats]


class PortalSearchState(Finding, rx.State):
    """Searching one's conversations of all apps."""

    @rx.event(background=True)
    async def look(self, number: str, text: str) -> None:
        async with self:
            user, self._number = user_of(self), number
            named = (await self.get_state(PortalState))._named(_open(self))
        if not user:
            return
        try:
            found, failed = await portal.found(named, user, text), False
        except SearchFailed:
            found, failed = [], True
        async with self:
            if self._number == number and Tab(self).here():
                self._answer(number, [*found], failed)

    @rx.event
    def leave(self) -> None:
        self._stop()


def _open(state: rx.State) -> list[Chat]:
    """The apps that are there for the tab's person."""
    return current().apps.open_to(person_of(state)).all()
