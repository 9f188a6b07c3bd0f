"""What the tests of runs do again and again."""

import asyncio
import sqlite3
from contextlib import closing
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from app.ledger import Ledger, Message, Run
from app.runs.log import Batch
from app.runs.registry import LiveRun, Runs
from tests.unit.runs.doubles import IDS

APP, ME = "app-1", "visitor-1"
STOP = f"POST /v1/chat-messages/{IDS['task_id']}/stop"
ASK = "POST /v1/chat-messages"


class SlowLedger(Ledger):
    """Records the end of a run once :attr:`go_on` is set; :attr:`began` is set when it has been asked to."""

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__(engine)
        self.began, self.go_on = asyncio.Event(), asyncio.Event()

    async def end(self, run: Run, status: str, **values: Any) -> None:
        self.began.set()
        await self.go_on.wait()
        await super().end(run, status, **values)


async def started(runs: Runs, ledger: Ledger, client, question: str = "Why?", conversation=None) -> LiveRun:
    conversation, message, row = await ledger.begin(APP, ME, question, conversation, {"city": "Ulm"})
    upstream_id = conversation.upstream_id or ""

    def asked():
        return client.chat.stream(query=question, user=ME, inputs=conversation.inputs, conversation_id=upstream_id)

    return await runs.start(LiveRun(row, message, client=client, source=asked))


async def until(runs: Runs, run: LiveRun, text: str) -> Batch:
    """The first batch whose whole text is ``text``."""
    async with asyncio.timeout(10):
        async for batch in runs.log.follow(run.row.id):
            if str(batch.draft.text) == text:
                return batch
    raise AssertionError(f"the run ended without the text {text!r}")


async def last(runs: Runs, run: LiveRun) -> Batch:
    async with asyncio.timeout(10):
        return [batch async for batch in runs.log.follow(run.row.id)][-1]


async def recorded(ledger: Ledger, run: LiveRun) -> Message:
    """The turn in the ledger, once the run's connection is closed."""
    async with asyncio.timeout(10):
        await run.closed.wait()
    row = await ledger.message(APP, ME, run.message.id)
    assert row is not None
    return row


async def altered(ledger_file, *statements: str) -> None:
    """The database, changed by another than its ledger: in a thread, for a writer that is at it needs the loop."""

    def alter() -> None:
        with closing(sqlite3.connect(ledger_file, timeout=30)) as connection:
            for statement in statements:
                connection.execute(statement)

    await asyncio.to_thread(alter)


async def without(ledger_file, *tables: str) -> None:
    """A database that has lost these tables, so that what writes to them fails."""
    await altered(ledger_file, *(f"DROP TABLE {table}" for table in tables))
