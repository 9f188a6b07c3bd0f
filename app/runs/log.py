"""The run log: numbered batches of each run, to be followed from any number by any number of tabs."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from app.policy import Policy
from app.runs.draft import Draft
from app.runs.live import KnownRun
from app.runs.outcome import Outcome
from app.runs.sight import cut


@dataclass(frozen=True)
class Batch:
    """What a run added: ``text`` stands at ``offset`` (characters) of the ``generation``'s text.

    ``draft`` is the run's draft after the batch. ``number`` counts from 1; a batch with an ``end`` is the last.
    """

    number: int
    generation: int
    offset: int
    text: str
    draft: Draft
    end: Outcome | None = None

    def seen_by(self, policy: Policy) -> "Batch":
        """The batch without what may not be seen: more is kept for others than whoever follows it may see."""
        draft = cut(self.draft, policy)
        return self if draft is self.draft else replace(self, draft=draft)


class RunLog(Protocol):
    """Where batches are kept. In memory for one process; another store for many."""

    async def start(self, run_id: str) -> None:
        """Make the run known before its first batch, so that a follower waits for it."""
        ...

    def append(self, run_id: str, batch: Batch) -> None: ...

    def follow(self, run_id: str, after: int = 0) -> AsyncIterator[Batch]:
        """The run's text from batch ``after`` on, until its last batch; ends at once for an unknown run.

        Batches that wait are merged, so a slow follower gets fewer and larger ones and holds no queue. A
        follower that starts at 0, or far back, gets the whole text so far as its first batch.
        """
        ...

    async def last(self, run_id: str) -> Batch | None:
        """The run's last batch, once it is there; None for an unknown run."""
        ...

    async def forget(self, run_id: str) -> None: ...

    def at(self, run_id: str) -> Batch | None:
        """The run's newest batch; None before its first."""
        ...

    async def share(self, run: KnownRun) -> None:
        """Let the server's other processes find a run of this one, and follow it."""
        ...

    def changed(self, run: KnownRun) -> None:
        """Let them know that a shared run stands otherwise: it was recorded, stopped or closed, or speaks."""
        ...

    async def others(self, app: str, user: str) -> list[KnownRun]:
        """This user's runs that other processes have."""
        ...

    async def stop(self, run: KnownRun) -> None:
        """Wish that another process stops a run of its own."""
        ...


KEPT = 1_000  # batches of a run, a minute of a quick answer, whose ends are known to who comes back with a number

Place = tuple[int, int]  # a generation, and a length of its text


@dataclass
class _Run:
    latest: Batch | None = None
    ends: deque[Place] = field(default_factory=lambda: deque(maxlen=KEPT))  # after each of the newest batches
    waiting: list[asyncio.Future[None]] = field(default_factory=list)  # its followers, for the next batch
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class MemoryRunLog:
    """The run log of one process: the newest draft of each run, and where each batch ended in its text."""

    def __init__(self) -> None:
        self._runs: dict[str, _Run] = {}

    async def start(self, run_id: str) -> None:
        self._runs.setdefault(run_id, _Run())

    def append(self, run_id: str, batch: Batch) -> None:
        run = self._runs.get(run_id) or self._runs.setdefault(run_id, _Run())
        run.latest = batch
        run.ends.append(_end_of(batch))
        waiting, run.waiting = run.waiting, []
        for follower in waiting:
            if not follower.done():
                follower.set_result(None)
        if batch.end is not None:
            run.ended.set()

    async def follow(self, run_id: str, after: int = 0) -> AsyncIterator[Batch]:
        run = self._runs.get(run_id)
        place = _place(run, after) if run and after else None
        while run is not None:
            if run.latest is not None and run.latest.number > after:
                batch = _since(run.latest, after, place)
                after, place = batch.number, _end_of(batch)
                yield batch
            elif run.latest is not None and run.latest.end is not None:
                return
            else:
                grown = asyncio.get_running_loop().create_future()
                run.waiting.append(grown)
                await grown

    async def last(self, run_id: str) -> Batch | None:
        run = self._runs.get(run_id)
        if run is None:
            return None
        await run.ended.wait()
        return run.latest

    async def forget(self, run_id: str) -> None:
        self._runs.pop(run_id, None)

    def at(self, run_id: str) -> Batch | None:
        run = self._runs.get(run_id)
        return run.latest if run else None

    async def share(self, run: KnownRun) -> None:
        pass

    def changed(self, run: KnownRun) -> None:
        pass

    async def others(self, app: str, user: str) -> list[KnownRun]:
        return []

    async def stop(self, run: KnownRun) -> None:
        pass


def _end_of(batch: Batch) -> Place:
    return batch.generation, batch.offset + len(batch.text)


def _place(run: _Run, after: int) -> Place | None:
    """Where batch ``after`` ended; None where that is not known any more."""
    back = run.latest.number - after if run.latest else 0
    return run.ends[-1 - back] if 0 <= back < len(run.ends) else None


def _since(latest: Batch, after: int, place: Place | None) -> Batch:
    """All that came after batch ``after``, which ended at ``place``, as one batch: from the text's beginning where it
    was replaced since, or where the place is not known."""
    generation, offset = place or (latest.generation, 0)
    if generation != latest.generation:
        offset = 0
    if latest.number == after + 1 and offset == latest.offset:
        return latest
    return Batch(latest.number, latest.generation, offset, latest.draft.text.since(offset), latest.draft, latest.end)
