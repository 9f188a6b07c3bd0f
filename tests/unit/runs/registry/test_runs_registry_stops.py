"""Stopping a run: what came is kept, and the app is told until it has confirmed it."""

import asyncio

from app.runs import registry, stopping
from app.runs.registry import LiveRun
from app.views import Notice
from tests.unit.runs.doubles import refused
from tests.unit.runs.registry.steps import APP, ASK, ME, STOP, last, recorded, until


async def test_a_stop_in_mid_answer_keeps_what_came_and_tells_the_upstream(runs, ledger, upstream, run):
    upstream.stream.say("Half an ")
    await until(runs, run, "Half an ")
    await runs.stop(run)
    batch = await last(runs, run)
    assert (str(batch.draft.text), batch.end.status) == ("Half an ", "stopped")
    await upstream.waits_for(STOP)
    assert upstream.asked(STOP) == [{"user": ME}]
    upstream.stream.say("answer that nobody waits for")
    upstream.stream.finish()
    row = await recorded(ledger, run)
    assert (row.answer, row.status) == ("Half an ", "stopped")


async def test_a_stop_before_the_task_is_known_is_sent_once_it_is(runs, upstream, run):
    await upstream.waits_for(ASK)
    upstream.stream.write(b"event: ping\n\n")
    await runs.stop(run)
    assert (await last(runs, run)).end.status == "stopped"
    assert upstream.asked(STOP) == []
    upstream.stream.say("Half")
    await upstream.waits_for(STOP)
    assert upstream.asked(STOP) == [{"user": ME}]


async def test_a_stop_is_sent_once_however_often_it_is_asked_for(runs, ledger, upstream, run):
    upstream.stream.say("Half")
    await until(runs, run, "Half")
    await asyncio.gather(runs.stop(run), runs.stop(run), runs.stop(run))
    upstream.stream.say(" and more")
    upstream.stream.finish()
    await recorded(ledger, run)
    assert len(upstream.asked(STOP)) == 1


async def test_a_stop_that_the_upstream_refuses_still_stops_for_the_reader(runs, upstream, run):
    upstream.on(STOP, refused("internal_server_error", status=500))
    upstream.stream.say("Half")
    await until(runs, run, "Half")
    await runs.stop(run)
    assert (await last(runs, run)).end.status == "stopped"
    await upstream.waits_for(STOP)


async def told_of_stop(run: LiveRun) -> list[str]:
    """What a person is told of the stop from now on, to its end."""
    async with asyncio.timeout(10):
        return [notice.key async for notice in run.stopping.notices()]


async def test_a_stop_is_confirmed_by_the_stream_s_end_alone(runs, ledger, upstream, run):
    upstream.stream.say("Half")
    await until(runs, run, "Half")
    await runs.stop(run)
    assert (await last(runs, run)).end.notice == Notice("turn_stopping")
    await upstream.waits_for(STOP)
    [row] = await ledger.messages(APP, ME, run.row.conversation_id)
    assert row.notice["key"] == "turn_stop_unsure"  # what is true of it, should this server end now
    telling = asyncio.create_task(told_of_stop(run))
    await asyncio.sleep(0)
    upstream.stream.finish()
    assert await telling == ["turn_stopping", "turn_stopped"]
    await run.closed.wait()
    [row] = await ledger.messages(APP, ME, run.row.conversation_id)
    assert (row.notice["key"], row.answer, row.status) == ("turn_stopped", "Half", "stopped")


async def test_a_stop_that_nothing_confirms_says_so_after_a_while_and_can_be_sent_again(
    runs, upstream, run, monkeypatch
):
    monkeypatch.setattr(stopping, "PATIENCE", 0.02)
    upstream.stream.say("Half")
    await until(runs, run, "Half")
    await runs.stop(run)
    notices = run.stopping.notices()
    seen = [(await anext(notices)).key]
    if seen == ["turn_stopping"]:
        seen.append((await anext(notices)).key)
    assert seen[-1] == "turn_stop_unsure"
    await upstream.waits_for(STOP)
    monkeypatch.setattr(stopping, "PATIENCE", 60)
    await runs.stop(run)
    assert (await anext(notices)).key == "turn_stopping"
    await upstream.waits_for(STOP, 2)
    upstream.stream.finish()
    assert (await anext(notices)).key == "turn_stopped"


async def test_a_stop_that_the_app_refuses_may_have_left_it_running(runs, upstream, run):
    upstream.on(STOP, refused("internal_server_error", status=500))
    upstream.stream.say("Half")
    await until(runs, run, "Half")
    await runs.stop(run)
    keys = (notice.key async for notice in run.stopping.notices())
    async with asyncio.timeout(10):
        while await anext(keys) != "turn_stop_unsure":
            pass


async def test_a_connection_that_breaks_after_a_stop_confirms_nothing(runs, ledger, upstream, run):
    upstream.stream.say("Half")
    await until(runs, run, "Half")
    await runs.stop(run)
    upstream.stream.break_off()
    assert (await told_of_stop(run))[-1] == "turn_stop_unsure"
    await run.closed.wait()
    [row] = await ledger.messages(APP, ME, run.row.conversation_id)
    assert row.notice["key"] == "turn_stop_unsure"


async def test_a_stop_at_the_very_moment_of_the_end_changes_nothing(runs, ledger, upstream, run):
    upstream.stream.say("Whole.")
    upstream.stream.send("message_end")
    assert (await last(runs, run)).end.status == "done"
    await runs.stop(run)
    upstream.stream.hang_up()
    row = await recorded(ledger, run)
    assert (row.status, row.answer, upstream.asked(STOP)) == ("done", "Whole.", [])


async def test_a_stopped_run_leaves_its_conversation_free(runs, upstream, run):
    upstream.stream.say("Half")
    await until(runs, run, "Half")
    assert await runs.find(APP, ME, run.row.conversation_id) is run
    await runs.stop(run)
    assert await runs.find(APP, ME, run.row.conversation_id) is None


async def test_a_stopped_run_lets_go_of_a_server_that_writes_on(runs, ledger, upstream, run, monkeypatch):
    monkeypatch.setattr(registry, "DRAIN", 0.02)
    upstream.stream.say("Half")
    await until(runs, run, "Half")
    await runs.stop(run)
    upstream.stream.say(" and on", " and on")
    assert (await recorded(ledger, run)).answer == "Half"
    assert upstream.stream.closed.is_set()
