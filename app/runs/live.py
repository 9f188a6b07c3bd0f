"""A run while this process has it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace

from app.dify import Client
from app.dify.events import AgentMessageEvent, MessageEvent, StreamEvent
from app.ledger import Message, Run
from app.policy import Policy
from app.runs.clock import Clock
from app.runs.draft import Draft, append
from app.runs.pacing import Pacing
from app.runs.stopping import Stopping
from app.runs.voice import Voice
from app.views import Attachment

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

    ``source`` opens the upstream's stream; ``policy`` is that of the person who asked. ``client`` is None where the app
    is gone, and nobody can be told to stop. ``leave`` is called once the stream has ended: the run's place among those
    of all processes is free then.
    """

    client: Client | None
    source: Source
    policy: Policy = Policy()
    batches: int = 0
    written: tuple[int, int] = (0, 0)  # generation and length of the text that the log has
    named: tuple[str, str, str] = ("", "", "")  # the upstream's ids that the ledger has
    naming: asyncio.Lock = field(default_factory=asyncio.Lock)
    ending: asyncio.Task[None] | None = None  # records its end
    pacing: Pacing = field(default_factory=Pacing)
    leave: Callable[[], None] = lambda: None
    flaw: Exception | None = None  # what kept a batch from being written
    clock: Clock = field(default_factory=Clock)
    _pieces: list[str] = field(default_factory=list)
    _of_agent: bool = False  # whose those are

    def takes(self, event: StreamEvent) -> bool:
        """Whether ``event`` is one more piece of a text that is being written: such pieces are folded together.

        They are most of what comes, and folding each alone is most of what a long answer costs. Whoever needs the
        draft as it is calls :meth:`catch_up` first.
        """
        if not (type(event) is MessageEvent or type(event) is AgentMessageEvent):
            return False
        draft, of_agent = self.draft, type(event) is AgentMessageEvent
        if draft.state != "running" or self.stopping.sent:
            return False
        if not (draft.task_id and draft.message_id and draft.conversation_id) or (draft.by_agent and not of_agent):
            return False
        if self._pieces and self._of_agent is not of_agent:
            self.catch_up()
            return self.takes(event)
        self._of_agent = of_agent
        self._pieces.append(event.answer)
        return True

    def catch_up(self) -> None:
        """Fold the pieces of text that have come since the last time."""
        if not self._pieces:
            return
        whole = "".join(self._pieces)
        self._pieces.clear()
        # As fold() does it with one piece; every role may read the text.
        draft = replace(self.draft, by_agent=True) if self._of_agent and not self.draft.by_agent else self.draft
        self.draft = append(draft, whole)
