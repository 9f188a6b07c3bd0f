"""A server that ends lets its answers be written for a while, and keeps what came of the others."""

import asyncio

import httpx

from app.ledger import Message
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from tests.unit.runs.registry.steps import APP, ME, STOP, SlowLedger, last, recorded, started, until


async def test_an_answer_that_ends_in_time_is_whole(runs, ledger, upstream, run):
    upstream.stream.say("Half an ")
    await until(runs, run, "Half an ")
    draining = asyncio.create_task(runs.drain(60.0))
    await asyncio.sleep(0)
    upstream.stream.say("answer.")
    upstream.stream.finish()
    async with asyncio.timeout(10):
        await draining
    row = await ledger.message(APP, ME, run.message.id)
    assert (row.status, row.answer, upstream.asked(STOP)) == ("done", "Half an answer.", [])


async def test_the_app_is_told_to_stop_an_answer_that_takes_longer_and_what_came_is_kept(
    runs, ledger, upstream, run, monkeypatch
):
    upstream.stream.say("Half an answer")
    await until(runs, run, "Half an answer")
    recorded_first: list[str] = []

    async def told(_run):
        recorded_first.append((await ledger.message(APP, ME, run.message.id)).status)

    monkeypatch.setattr(runs, "_send_stop", told)
    await runs.drain(0.0)
    assert recorded_first == ["stopped"]
    monkeypatch.undo()
    await runs._send_stop(run)
    assert len(upstream.asked(STOP)) == 1
    await runs.close()
    row = await recorded(ledger, run)
    assert (row.status, row.answer, row.notice["key"]) == ("stopped", "Half an answer", "error_server_left")
    batch = await last(runs, run)
    assert batch.end is not None and batch.end.notice.remedy == "again"


async def test_a_server_without_answers_does_not_wait(runs):
    async with asyncio.timeout(10):
        await runs.drain(60.0)


async def test_an_end_is_recorded_though_the_server_ends_meanwhile(ledger_url, upstream):
    row = await recorded_while_it_ends(ledger_url, upstream, upstream.stream.finish)
    assert (row.status, row.answer) == ("done", "Whole.")


async def test_the_end_of_an_answer_that_broke_off_is_recorded_too(ledger_url, upstream):
    row = await recorded_while_it_ends(ledger_url, upstream, lambda: upstream.stream.fail(httpx.ReadError("cut")))
    assert (row.status, row.answer) == ("interrupted", "Whole.")


async def recorded_while_it_ends(ledger_url, upstream, end) -> Message:
    """The turn that was there when the server had ended; it was asked to while the ``end`` was being recorded."""
    async with SlowLedger.opened(ledger_url) as slow:
        runs = Runs(slow, MemoryRunLog())
        run = await started(runs, slow, upstream.client)
        upstream.stream.say("Whole.")
        end()
        async with asyncio.timeout(10):
            await slow.began.wait()
            closing = asyncio.create_task(runs.close())
            await asyncio.sleep(0)
            slow.go_on.set()
            await closing
        row = await slow.message(APP, ME, run.message.id)
        assert row is not None
        return row
