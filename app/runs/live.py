"""A run while this process has it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace

from app.dify import Client
from app.dify.events import AgentMessageEvent, MessageEvent, StreamEvent
from app.ledger import Message, Run
from app.policy import Policy
from app.runs.draft import Draft, append
from app.runs.pacing import Pacing
from app.runs.stopping import Stopping
from app.runs.voice import Voice
from app.views import Attachment

TextPiece = MessageEvent | AgentMessageEvent
Source = Callable[[], AbstractAsyncContextManager[AsyncIterator[StreamEvent]]]


@dataclass
class KnownRun:
    """What is known of a run, be it in this process or in another.

    ``sent`` are the question's files. ``shown`` is set once its last batch is in the log, ``recorded`` once the ledger
    has its end (or could not take it), ``closed`` when its task ends. ``voice`` is what the app reads aloud of it by
    itself.
    """

    row: Run
    message: Message
    sent: tuple[Attachment, ...] = ()
    draft: Draft = field(default_factory=Draft)
    stopping: Stopping = field(default_factory=Stopping)
    shown: bool = False
    recorded: bool = False
    voice: Voice = field(default_factory=Voice)
    closed: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(kw_only=True)
class LiveRun(KnownRun):
    """A run in this process.

    ``source`` opens the upstream's stream; ``policy`` is that of the person who asked.
    """

    client: Client
    source: Source
    policy: Policy = Policy()
    batches: int = 0
    written: tuple[int, int] = (0, 0)  # generation and length of the text that the log has
    named: tuple[str, str, str] = ("", "", "")  # the upstream's ids that the ledger has
    naming: asyncio.Lock = field(default_factory=asyncio.Lock)
    ending: asyncio.Task[None] | None = None  # records its end
    pacing: Pacing = field(default_factory=Pacing)
    _pieces: list[TextPiece] = field(default_factory=list)

    def takes(self, event: StreamEvent) -> bool:
        """Whether ``event`` is one more piece of a text that is being written: such pieces are folded together.

        They are most of what comes, and folding each alone is most of what a long answer costs. Whoever needs the
        draft as it is calls :meth:`catch_up` first.
        """
        draft = self.draft
        if not isinstance(event, MessageEvent | AgentMessageEvent) or draft.state != "running" or self.stopping.sent:
            return False
        named = draft.task_id and draft.message_id and draft.conversation_id
        if not named or (draft.by_agent and isinstance(event, MessageEvent)):
            return False
        if self._pieces and type(self._pieces[-1]) is not type(event):
            self.catch_up()
            return self.takes(event)
        self._pieces.append(event)
        return True

    def catch_up(self) -> None:
        """Fold the pieces of text that have come since the last time."""
        if not self._pieces:
            return
        whole = "".join(piece.answer for piece in self._pieces)
        by_agent = isinstance(self._pieces[0], AgentMessageEvent)
        self._pieces.clear()
        # As fold() does it with one piece; every role may read the text.
        draft = self.draft if self.draft.by_agent or not by_agent else replace(self.draft, by_agent=True)
        self.draft = append(draft, whole)
