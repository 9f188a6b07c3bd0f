"""What goes wrong where nobody looks: in the browser's console, in the page and in what a server writes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, ConsoleMessage, WebError

from .server import ALARMS, Server

# Where who somebody is changes the server closes their sockets. A page that is left at that moment still says goodbye
# to its own, before it was told.
CLOSED_BY_SERVER = "WebSocket connection|WebSocket is already in CLOSING"


class Alarms:
    """What went wrong where nobody looks, and what of it a test expects."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._expected: list[re.Pattern[str]] = []

    def expect(self, pattern: str) -> None:
        """``pattern`` is searched for in each line that is heard."""
        self._expected.append(re.compile(pattern))

    @contextmanager
    def listening(self, context: BrowserContext) -> Iterator[None]:
        context.on("console", self._console)
        context.on("weberror", self._uncaught)
        yield
        context.remove_listener("console", self._console)
        context.remove_listener("weberror", self._uncaught)

    def hear(self, server: Server, since: int) -> None:
        said = server.said(since)
        if any(word in said for word in ALARMS):
            self.seen.append(f"server: {said[-6000:]}")

    def unexpected(self) -> list[str]:
        return [line for line in self.seen if not any(pattern.search(line) for pattern in self._expected)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.seen.append(f"console: {message.text} ({message.location.get('url')})")

    def _uncaught(self, failure: WebError) -> None:
        self.seen.append(f"page: {failure.error}")
