"""A person who has stepped in: what both sides write, as it comes, and the wish for somebody."""

from collections.abc import Awaitable, Sequence
from typing import Any

import reflex as rx

from app.chat import Gone, Standing
from app.remedies import FAILED, told
from app.state.asking import NOT_TAKEN
from app.state.conversations import ConversationsState
from app.state.sockets import address_of, known_of, person_of, user_of, words_for
from app.state.wall import chat_of
from app.views import ConversationRow, Notice, Turn


class WithPerson(rx.State, mixin=True):
    """``with_person`` while a person has the conversation, by the name of ``person`` where they go by one; ``called``
    while one is waited for; where nobody is there ``away`` says so. ``contact`` is where the customer can be reached,
    ``changes_contact`` while they change it; ``unreachable`` says what was wrong with what they entered. What is
    written goes to a person, and not to the app, where ``to_person``. ``heard`` are the ids of the turns that came last
    from a person, to be told of."""

    with_person: bool = False
    person: str = ""
    called: bool = False
    to_person: bool = False
    away: Notice = Notice()
    contact: str = ""
    changes_contact: bool = False
    unreachable: Notice = Notice()
    heard: list[str] = []
    conversation_id: str = ""
    has_older: bool = False
    _stood: float = 0.0  # when what the page knows of it last changed

    @rx.event(background=True)
    async def hear(self, wanted: str) -> Any:
        """Show what has come in the conversation ``wanted`` that the app has no part in, if the page is there."""
        async with self:
            chat, user, place = chat_of(self), user_of(self), self.conversation_id
        if place != wanted:
            return None
        try:
            standing = await chat.handover.standing(user, wanted)
        except (Gone, *FAILED):
            return None  # It is read with the thread, at the latest.
        async with self:
            if (user_of(self), self.conversation_id) != (user, wanted):
                return None
            self._stand(standing)
            new = self._take_in(standing.turns)
            if told_of := [turn.id for turn in new if turn.kind in ("came", "person", "left")]:
                self.heard = told_of
        return ConversationsState.opened(wanted)

    @rx.event
    async def call_person(self, number: str, values: dict[str, Any]) -> Any:
        """Ask for somebody; before anything else, in a new conversation that begins with what stands in the form. What
        comes of it is news."""
        chat, user = chat_of(self), user_of(self)
        self.refused = number
        if not user or not self.visit or not await self._details_are_right(values):
            return None
        place = self.conversation_id
        try:
            if place:
                await chat.handover.call(user, place)
            else:
                row = await chat.call(user, self._inputs, address_of(self), known_of(self))
        except NOT_TAKEN as error:
            self._not_taken(error)
            return None
        self.accepted, self.refused = number, ""
        if place:
            return None
        await chat.inbox.called(row.id, person_of(self).name, words_for(self).code)
        self.conversation_id, self.notice = row.id, Notice()
        (await self.get_state(ConversationsState))._put(row.id, ConversationRow(row.id, "", row.updated_at))
        return self._events().hear(row.id)

    @rx.event
    async def leave_contact(self, form: dict[str, Any]) -> None:
        """Say where one can be reached."""
        contact = str(form.get("contact", ""))
        await self._reach(chat_of(self).handover.leave_contact(user_of(self), self.conversation_id, contact))

    @rx.event
    async def withdraw_contact(self) -> None:
        """Be reached there no more."""
        await self._reach(chat_of(self).handover.withdraw_contact(user_of(self), self.conversation_id))

    @rx.event
    def change_contact(self) -> None:
        """Have what was left in the form, or leave it as it is after all."""
        self.changes_contact, self.unreachable = not self.changes_contact, Notice()

    async def _reach(self, step: Awaitable[Notice | None]) -> None:
        """What comes of it is news."""
        try:
            self.unreachable = await step or Notice()
        except Gone:
            self.unreachable = Notice("gone")
        except FAILED as error:
            self.unreachable = told(error, app=chat_of(self).slug)
        self.changes_contact = self.changes_contact and self.unreachable != Notice()

    def _said(self, turn: Turn) -> Any:
        """What was sent went to a person."""
        self._take_in([turn])
        self._forget_suggestions()
        self.notice = Notice()
        return None if self.to_person else self._events().hear(self.conversation_id)

    def _stand(self, standing: Standing) -> None:
        if standing.at < self._stood:
            return
        self._stood = standing.at
        now = {"with_person": standing.with_person, "person": standing.person, "called": standing.waiting}
        now |= {"to_person": standing.to_person, "away": standing.away, "contact": standing.contact}
        for name, value in now.items():
            if getattr(self, name) != value:
                setattr(self, name, value)
        if standing.to_person:
            self._forget_suggestions()

    def _take_in(self, turns: Sequence[Turn]) -> list[Turn]:
        """Put those in their time that are not there, unless they are older than what was read; which ones they are."""
        first = next(iter(self._turns()), None)
        since = first.at if self.has_older and first else float("-inf")
        new = [turn for turn in turns if self._turn(turn.id) is None and turn.at >= since]
        self._put_in_time(new)
        return new

    def _stand_alone(self) -> None:
        """The page turns to another conversation, of which nothing is known."""
        self.with_person, self.person, self.called, self.heard, self._stood = False, "", False, [], 0.0
        self.to_person, self.away, self.contact, self.unreachable = False, Notice(), "", Notice()
        self.changes_contact = False
