"""Followers of the run log: everything, once, in order, whoever is slow."""

import asyncio
import random
from dataclasses import dataclass, field

import pytest

from app.runs.draft import Draft
from app.runs.log import KEPT, Batch, MemoryRunLog
from app.runs.outcome import Outcome
from app.runs.text import Text


@dataclass
class Writer:
    """Writes a run's batches as its task does."""

    log: MemoryRunLog = field(default_factory=MemoryRunLog)
    draft: Draft = field(default_factory=Draft)
    number: int = 0

    async def write(self, piece: str, end: Outcome | None = None) -> None:
        offset = len(self.draft.text)
        self.draft = Draft(text=self.draft.text + piece, generation=self.draft.generation)
        await self._append(offset, piece, end)

    async def replace(self, text: str) -> None:
        self.draft = Draft(text=Text() + text, generation=self.draft.generation + 1)
        await self._append(0, text, None)

    async def _append(self, offset: int, text: str, end: Outcome | None) -> None:
        self.number += 1
        self.log.append("run-1", Batch(self.number, self.draft.generation, offset, text, self.draft, end))


@dataclass
class Reader:
    """Puts batches together as the page does, by generation and offset."""

    text: str = ""
    generation: int = 0
    number: int = 0
    batches: int = 0
    end: Outcome | None = None

    def take(self, batch: Batch) -> None:
        assert batch.number > self.number and self.end is None
        if batch.generation != self.generation:
            assert batch.offset == 0
            self.text = ""
        assert batch.offset == len(self.text)
        self.text += batch.text
        self.generation, self.number, self.end = batch.generation, batch.number, batch.end
        self.batches += 1


async def reading(log: MemoryRunLog, reader: Reader, turns: int = 0) -> Reader:
    """``reader`` after the last batch; it lets others run ``turns`` times after each."""
    async for batch in log.follow("run-1", reader.number):
        reader.take(batch)
        for _ in range(turns):
            await asyncio.sleep(0)
    return reader


DONE = Outcome("done")


async def test_a_follower_from_the_beginning_gets_the_whole_text_as_one_batch():
    writer = Writer()
    for piece in ("a", "b", "c"):
        await writer.write(piece)
    await writer.write("", DONE)
    reader = await reading(writer.log, Reader())
    assert (reader.text, reader.batches, reader.number, reader.end) == ("abc", 1, 4, DONE)


@pytest.mark.parametrize("after", range(6))
async def test_a_follower_gets_all_that_came_after_its_number(after):
    writer = Writer()
    for piece in ("ab", "c", "", "def"):
        await writer.write(piece)
    await writer.write("", DONE)
    async with asyncio.timeout(10):
        batches = [batch async for batch in writer.log.follow("run-1", after)]
    seen = "abcdef"[: (0, 2, 3, 3, 6, 6)[after]]
    assert seen + "".join(batch.text for batch in batches) == "abcdef"


async def test_a_follower_that_has_the_last_batch_ends_at_once():
    writer = Writer()
    await writer.write("whole", DONE)
    async with asyncio.timeout(10):
        assert [batch async for batch in writer.log.follow("run-1", 1)] == []


async def test_a_follower_waits_for_a_run_that_has_written_nothing_yet():
    writer = Writer()
    await writer.log.start("run-1")
    follower = asyncio.create_task(reading(writer.log, Reader()))
    await asyncio.sleep(0)
    await writer.write("first", DONE)
    assert (await follower).text == "first"


async def test_a_follower_of_an_unknown_run_ends_at_once():
    async with asyncio.timeout(10):
        assert [batch async for batch in MemoryRunLog().follow("run-1")] == []


async def test_a_forgotten_run_is_unknown():
    writer = Writer()
    await writer.write("a", DONE)
    await writer.log.forget("run-1")
    assert [batch async for batch in writer.log.follow("run-1")] == []


async def test_a_slow_follower_gets_fewer_and_larger_batches():
    writer = Writer()
    await writer.write("a")
    slow = asyncio.create_task(reading(writer.log, Reader(), turns=40))
    for piece in "bcdefghijklmnopqrstuvwxyz":
        await writer.write(piece)
        await asyncio.sleep(0)
    await writer.write("", DONE)
    reader = await slow
    assert reader.text == "abcdefghijklmnopqrstuvwxyz"
    assert reader.batches <= 3


async def test_a_replaced_text_starts_anew_for_whoever_follows():
    writer = Writer()
    await writer.write("What must ")
    await writer.write("not be read")
    early = Reader("What must ", 0, 1)
    await writer.replace("With")
    await writer.write("held.", DONE)
    assert (await reading(writer.log, early)).text == "Withheld."
    assert (await reading(writer.log, Reader(generation=1))).text == "Withheld."


@pytest.mark.parametrize("seed", range(20))
async def test_every_follower_gets_everything_once_and_in_order(seed):
    chance = random.Random(seed)
    writer = Writer()
    await writer.log.start("run-1")
    followers = [asyncio.create_task(reading(writer.log, Reader(), turns)) for turns in (0, 1, 3, 7)]
    for _ in range(chance.randint(1, 60)):
        if chance.random() < 0.05:
            await writer.replace("*")
        else:
            await writer.write("x" * chance.randint(0, 3) + chance.choice("abc"))
        for _ in range(chance.choice((0, 0, 1, 5))):
            await asyncio.sleep(0)
    await writer.write("", DONE)
    for reader in await asyncio.gather(*followers):
        assert (reader.text, reader.end) == (str(writer.draft.text), DONE)


async def test_a_follower_that_leaves_takes_nothing_from_another():
    writer = Writer()
    await writer.write("a")
    leaving = writer.log.follow("run-1")
    assert (await anext(leaving)).text == "a"
    await leaving.aclose()
    staying = asyncio.create_task(reading(writer.log, Reader()))
    await asyncio.sleep(0)
    await writer.write("b", DONE)
    assert (await staying).text == "ab"


async def test_where_batches_ended_is_kept_of_the_newest_alone_and_who_comes_from_before_gets_the_whole_text():
    writer = Writer()
    for _ in range(KEPT + 10):
        await writer.write("a")
    assert len(writer.log._runs["run-1"].ends) == KEPT
    for after, offset in ((9, 0), (10, 0), (11, 11), (KEPT + 9, KEPT + 9)):
        batch = await anext(writer.log.follow("run-1", after))
        assert (batch.offset, batch.text) == (offset, "a" * (KEPT + 10 - offset)), after


async def test_a_follower_that_was_left_far_behind_goes_on_where_it_was():
    writer, reader = Writer(), Reader()
    await writer.write("a")
    follower = writer.log.follow("run-1")
    reader.take(await anext(follower))
    for _ in range(KEPT + 10):
        await writer.write("b")
    await writer.write("", DONE)
    reader.take(await anext(follower))
    assert (reader.text, reader.batches) == ("a" + "b" * (KEPT + 10), 2)
