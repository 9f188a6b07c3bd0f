"""An answer while it is written: its events for whoever reads them, and what is to be stored of it."""

import asyncio
import re
import uuid
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from app.embedded.bell import Bell, within

PIECE = re.compile(r"[\u3400-\u9fff]{1,2}|\s*[^\s\u3400-\u9fff]+|\s+")
"""What one event of a text carries: a word with the space before it, or two Han characters."""

T = TypeVar("T")


class Stopped(Exception):
    """Somebody stopped the answer: what it has is all it will have."""


class Answer:
    """One answer, as far as it is written.

    It keeps its events for whoever reads them, and is bounded by what an app writes, so a reader that is slow or gone
    costs no more than the answer itself. ``origin`` is the server's address as the question reached it
    (``http://host:port``), ``pace`` the seconds between two pieces of text. ``text``, ``citations``, ``suggestions``
    and ``thoughts`` are what is stored, in the shapes of the wire (``citations`` None: an app that cites nothing).
    ``metadata`` goes with the end, beside the usage; ``tokens`` are those of the question and of the answer, where a
    model counted them. ``error`` is for the person who asked, with the API's ``error_code``.

    An app that has more to tell than a text sets ``closing``, the events that follow the end; ``paused``, where the
    answer has no end yet but waits for a person; and ``on_end``, which is called with the last events before anybody
    reads them, in a thread.
    """

    def __init__(
        self, user: str, conversation_id: str, message_id: str, created_at: int, origin: str = "", pace: float = 0.0
    ):
        self.task_id = str(uuid.uuid4())
        self.user = user
        self.conversation_id = conversation_id
        self.message_id = message_id
        self.created_at = created_at
        self.origin = origin
        self.text = ""
        self.citations: list[dict[str, Any]] | None = None
        self.suggestions: list[str] = []
        self.thoughts: list[dict[str, Any]] = []
        self.metadata: dict[str, Any] = {}
        self.usage: dict[str, Any] = {}
        self.pieces = 0
        self.tokens: tuple[int, int] | None = None
        self.error: str | None = None
        self.error_code = "completion_request_error"
        self.events: list[dict[str, Any]] = []
        self.closing: list[dict[str, Any]] = []
        self.paused = False
        self.on_end: Callable[[list[dict[str, Any]]], None] | None = None
        self.finished = False
        self._pace = pace
        self._stopped = asyncio.Event()
        self._changed = Bell()

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    def stop(self) -> None:
        self._stopped.set()

    def event(self, event: str, **fields: Any) -> dict[str, Any]:
        """An event with the ids that all events have."""
        return {
            "event": event,
            "conversation_id": self.conversation_id,
            "message_id": self.message_id,
            "created_at": self.created_at,
            "task_id": self.task_id,
            **fields,
        }

    def emit(self, event: str, **fields: Any) -> None:
        self.send(self.event(event, **fields))

    def send(self, event: dict[str, Any]) -> None:
        self.events.append(event)
        self._changed.ring()

    async def say(self, text: str, event: str = "message", whole: bool = False, **fields: Any) -> None:
        """Writes a text piece by piece, or ``whole``. Raises :class:`Stopped` before a piece that nobody wants."""
        for piece in [text] if whole else PIECE.findall(text):
            self.write(piece, event, **fields)
            if self._pace:
                await within(self._stopped, self._pace)

    def write(self, piece: str, event: str = "message", **fields: Any) -> None:
        """Writes a piece as it is, at once. Raises :class:`Stopped` where it is not wanted any more."""
        self.check()
        self.text += piece
        self.pieces += 1
        self.emit(event, id=self.message_id, answer=piece, **fields)

    def keep(self, text: str) -> None:
        """Adds to what is stored a text that is not streamed."""
        self.text += text

    def check(self) -> None:
        """Raises :class:`Stopped` once the answer was stopped."""
        if self.stopped:
            raise Stopped

    def count(self, prompt: int, completion: int) -> None:
        """Adds tokens that a model counted."""
        before = self.tokens or (0, 0)
        self.tokens = (before[0] + prompt, before[1] + completion)

    async def unless_stopped(self, work: Coroutine[Any, Any, T]) -> T:
        """What ``work`` gives. A stop cancels it at once, wherever it waits, and raises :class:`Stopped`."""
        working, stop = asyncio.create_task(work), asyncio.create_task(self._stopped.wait())
        try:
            await asyncio.wait((working, stop), return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                raise Stopped
            return working.result()
        finally:
            working.cancel()
            stop.cancel()
            await asyncio.gather(working, stop, return_exceptions=True)

    def finish(self) -> None:
        self.finished = True
        self._changed.ring()

    async def news(self, seconds: float | None) -> None:
        """Waits until there is more to read, at most ``seconds``."""
        await within(self._changed.next(), seconds)
