"""A run while this process has it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from app.dify import Client
from app.dify.events import StreamEvent
from app.ledger import Message, Run
from app.policy import Policy
from app.runs.draft import Draft
from app.runs.pacing import Pacing
from app.runs.stopping import Stopping
from app.runs.voice import Voice
from app.views import Attachment

Source = Callable[[], AbstractAsyncContextManager[AsyncIterator[StreamEvent]]]


@dataclass
class LiveRun:
    """A run in this process.

    ``source`` opens the upstream's stream; ``policy`` is that of the person who asked, ``sent`` the question's files.

    ``shown`` is set once its last batch is in the log, ``recorded`` once the ledger has its end (or could not take
    it), ``closed`` when its task ends. ``voice`` is what the app reads aloud of it by itself.
    """

    row: Run
    message: Message
    client: Client
    source: Source
    policy: Policy = Policy()
    sent: tuple[Attachment, ...] = ()
    draft: Draft = field(default_factory=Draft)
    stopping: Stopping = field(default_factory=Stopping)
    shown: bool = False
    recorded: bool = False
    batches: int = 0
    written: tuple[int, int] = (0, 0)  # generation and length of the text that the log has
    named: tuple[str, str, str] = ("", "", "")  # the upstream's ids that the ledger has
    pacing: Pacing = field(default_factory=Pacing)
    voice: Voice = field(default_factory=Voice)
    closed: asyncio.Event = field(default_factory=asyncio.Event)
