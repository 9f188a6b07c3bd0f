"""What makes several processes one server: shared runs and news, and who looks after the dead's."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.apps import Apps, NoSuchApp
from app.chat.orphans import part_with
from app.ledger import Ledger
from app.news import SharedNews
from app.relay import Relay, ended
from app.runs.registry import Runs
from app.runs.shared import SharedRunLog

SETTLED = 15.0  # seconds after which every run that a living process has is in Redis


class Workers:
    """This process's part; :meth:`serve` begins it once there are apps."""

    def __init__(self, relay: Relay, ledger: Ledger) -> None:
        self.log = SharedRunLog(relay)
        self.news = SharedNews(relay)
        self._relay = relay
        self._ledger = ledger
        self.tasks: list[asyncio.Task[None]] = []

    def serve(self, apps: Apps, runs: Runs) -> None:
        """Take the others' commands and the dead's runs."""

        async def commanded(run_id: bytes) -> None:
            await runs.commanded(run_id.decode())

        async def died(worker: str) -> None:
            for run in await self.log.left_by(worker):
                try:
                    chat = apps.at(run.row.app)
                except NoSuchApp:
                    await part_with(run, runs)
                else:
                    await chat.orphans.adopt(run, chat.policy)
            await self.log.forget_worker(worker)

        self._relay.hear_commands(commanded)
        self._relay.died = died
        self.tasks.append(asyncio.create_task(self._end_the_lost(time.time())))

    async def _end_the_lost(self, started: float) -> None:
        """Runs from before this process that nobody has, not even Redis, have ended with all that had them."""
        await asyncio.sleep(SETTLED)
        await self._ledger.interrupt_all(await self.log.known_ids(), started)


@asynccontextmanager
async def workers(relay: Relay, ledger: Ledger) -> AsyncIterator[Workers]:
    """Shares runs and news until the process ends; what is due then is written before it does."""
    made = Workers(relay, ledger)
    await made.news.listen()
    writing = asyncio.create_task(made.log.keep_writing())
    try:
        yield made
    finally:
        await made.log.flush()
        await ended([writing, *made.tasks])
