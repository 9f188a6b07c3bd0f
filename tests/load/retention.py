"""How long it takes to end conversations that are kept for too long, and what others wait for meanwhile.

Run from the repository: ``python -m tests.load.retention``, with ``--postgresql`` on a PostgreSQL. The app's own time,
a request for each conversation, is not in it.
"""

import asyncio
import random
import statistics
import time
from contextlib import suppress

import httpx
from sqlalchemy import text

from app.chat.leaving import Leaving
from app.chat.retention import BATCH, Retaining, Rule
from app.ledger import Ledger
from app.ledger.engine import made
from app.ledger.retention import Place
from app.news import MemoryNews
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from tests.load.inbox import APPS, fill
from tests.load.ledgers import run, size_of
from tests.unit.dify.doubles import client_of


async def batches(retaining: Retaining, action: str, most: int) -> None:
    """End that many conversations, or all there are."""
    after: Place | None = None
    began, ended = time.perf_counter(), 0
    while ended < most:
        after = await retaining.batch(Rule(1, action), after)
        ended += BATCH
        if after is None:
            break
    took = time.perf_counter() - began
    print(f"  {action}: {ended} conversations in {took:.1f} s, {took / ended * 1000:.1f} ms each")


async def asking(ledger: Ledger, waits: list[float]) -> None:
    """Somebody asks something, again and again: how long the ledger takes for each question."""
    while True:
        began = time.perf_counter()
        await ledger.begin("help", "visitor-new", "Why?", None, {})
        waits.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0.05)


async def measure(url: str, count: int, most: int) -> None:
    patient = made(url, patient=True)
    async with Ledger.opened(url) as ledger:
        began = time.perf_counter()
        await fill(Ledger(patient), count, 4, random.Random(1))
        await patient.dispose()
        print(f"{count} conversations: {time.perf_counter() - began:.0f} s, {await size_of(ledger):.0f} MB")
        news, client = MemoryNews(), client_of(lambda _: httpx.Response(204))
        runs = Runs(ledger, MemoryRunLog(), news)
        waits = list[float]()
        task = asyncio.create_task(asking(ledger, waits))
        for app, action in zip(APPS, ("delete", "anonymise", "keep-words"), strict=False):
            began = time.perf_counter()
            await ledger.retention.due(app, time.time(), None, BATCH)
            print(f"{app}: the first that are due are found in {(time.perf_counter() - began) * 1000:.1f} ms")
            retaining = Retaining(app, ledger, news, Leaving(app, client, ledger, runs))
            await batches(retaining, action, most)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        p95 = statistics.quantiles(waits, n=20)[-1]
        print(f"questions meanwhile: p50 {statistics.median(waits):.1f} ms, p95 {p95:.1f} ms, most {max(waits):.0f} ms")
        await _anonymous(ledger)


async def _anonymous(ledger: Ledger) -> None:
    """Where all that is old is nobody's already, a look finds that nothing is due."""
    async with ledger._session.begin() as session:
        await session.execute(text('UPDATE conversations SET "user" = \'anonymous:\' || "user"'))
    for app in APPS:
        began = time.perf_counter()
        assert await ledger.retention.due(app, time.time(), None, BATCH) == []
        print(f"{app}: nothing is due, seen in {(time.perf_counter() - began) * 1000:.0f} ms")


if __name__ == "__main__":
    run(__doc__, measure, conversations=100_000, most=2_000)
