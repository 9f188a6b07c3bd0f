"""One's own account: where one is signed in, and ending that."""

import reflex as rx

from app.identity import Person
from app.remedies import FAILED, told
from app.services import current
from app.state.sockets import person_of
from app.views import Notice, SessionRow


class AccountState(rx.State):
    """``listed`` once the sessions were asked for."""

    sessions: list[SessionRow] = []
    listed: bool = False
    notice: Notice = Notice()

    @rx.event(background=True)
    async def look(self) -> None:
        async with self:
            person = person_of(self)
        await self._list(person)

    @rx.event(background=True)
    async def revoke(self, id: str) -> None:
        """Sign out on another device."""
        async with self:
            person = person_of(self)
        sessions, notice = current().sessions, Notice()
        try:
            if sessions and person.user:
                await sessions.revoke(person, id)
        except FAILED as error:
            notice = told(error)
        await self._list(person, notice)

    async def _list(self, person: Person, notice: Notice | None = None) -> None:
        sessions, notice, rows = current().sessions, notice or Notice(), list[SessionRow]()
        try:
            if sessions and person.user:
                found = await sessions.all(person)
                rows = [SessionRow(row.id, row.device, row.seen_at, row.id == person.session) for row in found]
        except FAILED as error:
            notice = told(error)
        async with self:
            if person_of(self) == person:
                self.sessions, self.listed, self.notice = rows, True, notice
