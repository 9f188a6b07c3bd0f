"""How much one process makes at once, and how long one answer may be. What goes beyond is refused, or ends there."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.dify.errors import TooLong
from app.dify.events import AgentMessageEvent, MessageEvent, MessageReplaceEvent, ReasoningChunkEvent, StreamEvent
from app.remedies import Crowded, TooManyAtOnce
from app.runs.directory import Directory
from app.runs.draft import Draft
from app.runs.fold import fold
from app.runs.live import LiveRun
from app.runs.room import Room


@dataclass(frozen=True)
class Bounds:
    """``runs`` are the answers that this process makes at once, ``of_user`` those of one visitor among them. ``answer``
    are the characters of one, its reasoning included; ``room`` is what else is kept of it."""

    runs: int = 200
    of_user: int = 10
    answer: int = 10_000_000
    room: Room = Room()


class Places:
    """The places of answers: one is taken until its stream is closed, and from before its question is recorded."""

    def __init__(self, directory: Directory, bounds: Bounds) -> None:
        self._directory = directory
        self._bounds = bounds
        self._asking = Counter[str]()

    def look(self, user: str) -> None:
        """Raises :class:`TooManyAtOnce` where the user's own answers fill all places that are theirs, and
        :class:`Crowded` where all are taken."""
        if self._directory.open_here(user) + self._asking[user] >= self._bounds.of_user:
            raise TooManyAtOnce("this user's answers are as many as one may have at once")
        if self._directory.open_here() + self._asking.total() >= self._bounds.runs:
            raise Crowded("as many answers are made as this process makes at once")

    @contextmanager
    def one(self, user: str) -> Iterator[None]:
        """Keep a place for a run that starts as soon as this is left. Raises as :meth:`look` does, before anything was
        sent or recorded."""
        self.look(user)
        self._asking[user] += 1
        try:
            yield
        finally:
            self._asking[user] -= 1
            if not self._asking[user]:
                del self._asking[user]


class Length:
    """How long a run's answer is, counted as it comes; looked at only where what came is more than ``most``."""

    def __init__(self, run: LiveRun, most: int) -> None:
        self._run = run
        self._most = most
        self._came = _length(run.draft)

    def take(self, event: StreamEvent) -> None:
        """Raises :class:`TooLong` for an event that would make it longer than it may be."""
        if type(event) is MessageEvent or type(event) is AgentMessageEvent:
            self._came += len(event.answer)
        else:
            self._came += _brings(event)
        if self._came <= self._most or self._run.draft.state != "running":
            return
        self._run.catch_up()
        self._came = _length(fold(self._run.draft, self._run.policy.keep(event)))  # It may have replaced what came.
        if self._came > self._most:
            raise TooLong(f"an answer of more than {self._most} characters")


def _brings(event: StreamEvent) -> int:
    match event:
        case MessageReplaceEvent():
            return len(event.answer)
        case ReasoningChunkEvent():
            return len(event.data.reasoning)
    return 0


def _length(draft: Draft) -> int:
    return max(len(draft.raw), len(draft.text) + sum(len(step.text) for step in draft.steps))
