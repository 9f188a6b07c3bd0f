"""What a turn of the conversation that is read is found by, for whoever runs the app."""

import reflex as rx

from app.chat import Gone
from app.remedies import FAILED, told
from app.state.console_choices import inbox_of
from app.state.console_thread import ConsoleThreadState
from app.views import InboxReference, Notice


class ConsoleReferencesState(rx.State):
    """Of the turn ``of``; ``text`` is what is copied of them."""

    of: str = ""
    references: list[InboxReference] = []
    text: str = ""

    @rx.event(background=True)
    async def look(self, turn_id: str) -> None:
        """Show those of a turn that stands in the thread, or no more."""
        async with self:
            thread = await self.get_state(ConsoleThreadState)
            inbox, line, known = inbox_of(self), thread.line, thread._turn(turn_id)
            shown, self.of = self.of, ""
        if inbox is None or known is None or shown == turn_id:
            return
        references, notice = list[InboxReference](), Notice()
        try:
            references = await inbox.references(line.app, line.user, line.id, turn_id)
        except (Gone, *FAILED) as error:
            notice = Notice("gone") if isinstance(error, Gone) else told(error)
        async with self:
            (await self.get_state(ConsoleThreadState)).refused = notice
            if notice.key:
                return
            self.of, self.references = turn_id, references
            self.text = "\n".join(f"{reference.name}: {reference.value}" for reference in references)
