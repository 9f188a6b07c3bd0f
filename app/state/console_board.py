"""What the boards of the console have in common: for whom they are, and that the last look at one is what is shown."""

from uuid import uuid4

import reflex as rx

from app.apps.numbers import Numbers
from app.apps.quality import Quality
from app.policy import Role
from app.state.console import ConsoleState
from app.state.session import SessionState
from app.state.sockets import Tab, person_of
from app.views import InboxChoice, Notice


class ConsoleBoard(rx.State, mixin=True):
    """``known`` once there was something to show; ``missing`` where whoever looks is no agent."""

    apps: list[InboxChoice] = []
    known: bool = False
    missing: bool = False
    notice: Notice = Notice()
    _asked: str = ""

    async def _meet(self, board: Numbers | Quality | None) -> None:
        """Show which apps there are; None is for who serves nobody."""
        person = person_of(self)
        (await self.get_state(SessionState))._meet(person)
        (await self.get_state(ConsoleState)).admin = person.role is Role.ADMIN
        if board is None:
            self.reset()
        self.missing, self.apps = board is None, board.apps if board else []

    def _ask(self) -> str:
        """A look begins: what it is known by."""
        self._asked = uuid4().hex[:6]
        return self._asked

    def _is_wanted(self, look: str) -> bool:
        """Whether it is the last one, in a tab that is still there."""
        return self._asked == look and Tab(self).here()
