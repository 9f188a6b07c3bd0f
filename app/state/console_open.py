"""The conversation that is open in the console, for whatever is done beside it."""

from typing import NamedTuple

import reflex as rx

from app.apps.inbox import Inbox
from app.chat import Page
from app.state.console_choices import inbox_of
from app.state.console_thread import ConsoleThreadState
from app.views import InboxLine


class Opened(NamedTuple):
    """The agent's inbox, and the conversation that is open in it; ``page`` is what was read of it, if anything was."""

    inbox: Inbox
    line: InboxLine
    page: Page | None


async def opened(state: rx.State) -> Opened | None:
    """What is open at the tab of ``state``, whose lock is held; None where nothing is, or nobody serves others."""
    inbox, thread = inbox_of(state), await state.get_state(ConsoleThreadState)
    return Opened(inbox, thread.line, thread._page) if inbox and thread.line.key else None
