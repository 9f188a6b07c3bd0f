"""Many who write into one ledger at once."""

import asyncio
from typing import Any

from sqlalchemy import event

from app.ledger import Ledger
from app.ledger.engine import made


def impatient(connection: Any, _record: Any) -> None:
    """As on a machine with much to do, where whoever looks for the lock again has waited long enough."""
    connection.execute("PRAGMA busy_timeout=0")


async def test_as_many_questions_as_come_at_once_are_recorded(ledger_url: str) -> None:
    engine = made(ledger_url)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", impatient)
    ledger = Ledger(engine)
    begun = await asyncio.gather(*(ledger.begin("app-1", f"user-{n}", "What?", None, {}) for n in range(30)))
    await asyncio.gather(*(ledger.save(run, "An answer") for _, _, run in begun))
    answers = [await ledger.messages("app-1", f"user-{n}", begun[n][0].id) for n in range(30)]
    await engine.dispose()
    assert [message.answer for (message,) in answers] == ["An answer"] * 30


async def test_a_writer_that_is_cancelled_at_any_moment_leaves_the_ledger_to_the_next(ledger_url: str) -> None:
    engine = made(ledger_url)
    ledger = Ledger(engine)
    _, _, run = await ledger.begin("app-1", "user", "What?", None, {})
    left = []
    for number in range(40):
        writing = asyncio.create_task(ledger.begin("app-1", f"user-{number}", "What?", None, {}))
        await asyncio.sleep(number / 5_000)
        writing.cancel()
        left += await asyncio.gather(writing, return_exceptions=True)  # What a traceback holds is still there.
        async with asyncio.timeout(10):
            await ledger.save(run, f"An answer {number}")
    await engine.dispose()
    assert any(isinstance(each, asyncio.CancelledError) for each in left)
