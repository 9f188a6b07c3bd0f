"""A run that another process makes, as its log tells of it."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass

from app.runs.entries import Entry, Standing, grown
from app.runs.live import KnownRun
from app.runs.log import Batch
from app.runs.voice import Voice

Sounds = Callable[[int], Awaitable[list[bytes]]]


class FarVoice(Voice):
    """The sound of an answer elsewhere: its pieces are fetched for whoever listens, and not kept."""

    def __init__(self, sounds: Sounds) -> None:
        super().__init__()
        self._sounds = sounds
        self._there = 0

    def know(self, there: int, ended: bool) -> None:
        """How many pieces there are by now."""
        if (there, ended) != (self._there, self.ended):
            self._there, self.ended = there, ended
            self.wake()

    async def follow(self) -> AsyncGenerator[bytes, None]:
        heard = 0
        while True:
            changed = self.changed
            if heard < self._there:
                pieces = await self._sounds(heard)
                for piece in pieces:
                    yield piece
                heard = heard + len(pieces) if pieces else self._there
            elif self.ended:
                return
            else:
                await changed.wait()


@dataclass(kw_only=True)
class FarRun(KnownRun):
    """``number`` is that of the last entry that was taken, ``batches`` counts what came of it to this process's log."""

    voice: FarVoice
    number: int = 0
    batches: int = 0

    def take(self, number: int, entry: Entry) -> Batch | None:
        """Go on to an entry: the batch that it adds, if any. One that was taken before adds nothing."""
        if number <= self.number:
            return None
        assert number == self.number + 1 or (entry.piece and entry.piece.whole), "the log has a gap"
        self.number = number
        if entry.piece is None:
            return None
        before, self.draft = self.draft, grown(self.draft, entry.piece)
        offset = len(before.text) if before.generation == self.draft.generation else 0
        self.batches += 1
        text = self.draft.text.since(offset)
        return Batch(self.batches, self.draft.generation, offset, text, self.draft, entry.piece.end)

    async def stand(self, now: Standing) -> None:
        """Take on how it stands there."""
        self.shown, self.recorded = now.shown, now.recorded
        self.voice.know(now.sounds, now.silent)
        if now.stopping != self.stopping.state:
            await self.stopping.become(now.stopping)
        if now.over and not self.stopping.over:
            await self.stopping.end()
        if now.closed:
            self.closed.set()
