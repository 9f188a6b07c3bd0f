"""Processes of one server, as far as runs are concerned: each with a relay, a log and a registry of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from app.ledger import Ledger
from app.relay import Relay
from app.runs.registry import Runs
from app.runs.shared import SharedRunLog


@dataclass
class Worker:
    relay: Relay
    log: SharedRunLog
    runs: Runs
    writing: asyncio.Task[None]

    async def die(self) -> None:
        """As with kill -9: nothing is said, nothing cleaned up; what it had to write is not written."""
        self.writing.cancel()
        self.log._ours.clear()
        await self.relay._rest()


@asynccontextmanager
async def worker(url: str, ledger: Ledger) -> AsyncIterator[Worker]:
    async with Relay.opened(url) as relay:
        log = SharedRunLog(relay)
        runs = Runs(ledger, log)

        async def commanded(value: bytes) -> None:
            await runs.commanded(value.decode())

        relay.hear_commands(commanded)
        writing = asyncio.create_task(log.keep_writing())
        try:
            yield Worker(relay, log, runs, writing)
        finally:
            await runs.close()
            await log.flush()
            writing.cancel()
