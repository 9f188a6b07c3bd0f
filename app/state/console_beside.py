"""What stands beside the conversation of the console that is open: who has it, and its labels."""

from collections.abc import Awaitable, Callable
from typing import Any

import reflex as rx

from app.apps.beside import LONGEST
from app.apps.inbox import Inbox
from app.chat import Gone
from app.ledger.inbox import LABELS, Filter, NoRoom
from app.remedies import FAILED, told
from app.state.console import ConsoleState
from app.state.console_open import opened
from app.state.console_thread import ConsoleThreadState
from app.state.console_told import notice_of
from app.state.sockets import Tab
from app.views import Detail, InboxChoice, InboxCustomer, InboxLine, Notice


class ConsoleBesideState(rx.State):
    """``agents`` are those who can be given it, besides whoever looks, with their ``names``; ``given`` is what its
    customer filled in; ``notice`` says why something was not done."""

    agents: list[InboxChoice] = []
    customer: InboxCustomer = InboxCustomer()
    given: list[Detail] = []
    names: list[str] = []
    notice: Notice = Notice()

    @rx.event(background=True)
    async def look(self) -> Any:
        """Show what is beside the conversation that is open. Whoever was mentioned there has read it now."""
        async with self:
            if (it := await opened(self)) is None:
                return None
            self.reset()
        inbox, line, _ = it
        try:
            agents, customer = await inbox.agents(line.app), await inbox.customer(line)
            await self._show(line, agents=agents, names=[one.name for one in agents], customer=customer)
            await self._show(line, given=await inbox.given(line))
        except (Gone, *FAILED) as error:
            await self._show(line, notice=notice_of(error))
        return ConsoleState.count

    @rx.event(background=True)
    async def assign(self, agent: str) -> None:
        """Give the conversation to an agent by their id, to ``me``, or with an empty one to nobody."""

        async def change(inbox: Inbox, line: InboxLine) -> bool:
            return await inbox.assign(line.app, line.id, inbox.agent if agent == "me" else agent)

        await self._change(change)

    @rx.event(background=True)
    async def put_label(self, form: dict[str, Any]) -> None:
        """Put a word on the conversation."""
        label = " ".join(str(form.get("label", "")).split())
        if len(label) > LONGEST:
            async with self:
                self.notice = Notice("inbox_label_long", {"count": str(LONGEST)})
        elif label:
            await self._change(lambda inbox, line: inbox.label(line.app, line.id, label, on=True))

    @rx.event(background=True)
    async def drop_label(self, label: str) -> None:
        await self._change(lambda inbox, line: inbox.label(line.app, line.id, label, on=False))

    async def _change(self, change: Callable[[Inbox, InboxLine], Awaitable[bool]]) -> None:
        """Change the conversation that is open, and show it as it is then: somebody else may have changed it too."""
        async with self:
            it = await opened(self)
        if it is None:
            return
        inbox, line, _ = it
        now, notice = None, Notice()
        try:
            if not await change(inbox, line):
                notice = Notice("inbox_not_changed")
            now = await inbox.line(Filter(), line.app, line.id)
        except NoRoom:
            notice = Notice("inbox_labels_full", {"count": str(LABELS)})
        except FAILED as error:
            notice = told(error)
        async with self:
            thread = await self.get_state(ConsoleThreadState)
            if Tab(self).here() and thread.line.key == line.key:
                thread.line, self.notice = now or thread.line, notice

    async def _show(self, line: InboxLine, **values: Any) -> None:
        async with self:
            if Tab(self).here() and (await self.get_state(ConsoleThreadState)).line.key == line.key:
                for name, value in values.items():
                    setattr(self, name, value)
