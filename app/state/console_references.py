"""What a turn of the conversation that is read is found by, for whoever runs the app."""

import reflex as rx

from app.state.console_open import opened
from app.state.console_thread import ConsoleThreadState
from app.state.console_told import told_of
from app.views import InboxReference


class ConsoleReferencesState(rx.State):
    """Of the turn ``of``; ``text`` is what is copied of them."""

    of: str = ""
    references: list[InboxReference] = []
    text: str = ""

    @rx.event(background=True)
    async def look(self, turn_id: str) -> None:
        """Show those of a turn that stands in the thread, or no more."""
        async with self:
            it, known = await opened(self), (await self.get_state(ConsoleThreadState))._turn(turn_id)
            shown, self.of = self.of, ""
        if it is None or known is None or shown == turn_id:
            return
        reading = it.inbox.references(it.line.app, it.line.user, it.line.id, turn_id)
        references, notice = await told_of(reading, list[InboxReference]())
        async with self:
            (await self.get_state(ConsoleThreadState)).refused = notice
            if notice.key:
                return
            self.of, self.references = turn_id, references
            self.text = "\n".join(f"{reference.name}: {reference.value}" for reference in references)
