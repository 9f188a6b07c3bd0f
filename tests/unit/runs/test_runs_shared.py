"""Runs of several processes over a real Redis: each finds, follows and stops those of the others."""

import asyncio
import base64
from collections.abc import AsyncIterator

import pytest

from app.apps import Apps
from app.ledger import Ledger
from app.relay import Relay, relay
from app.runs import shared
from app.runs.far import FarRun
from app.runs.registry import Runs
from app.workers import workers
from tests.redis_server import RedisServer
from tests.unit.runs.doubles import Upstream
from tests.unit.runs.registry.steps import APP, ME, STOP, last, recorded, started, until
from tests.unit.runs.shared import Worker, worker


@pytest.fixture
def server(tmp_path) -> RedisServer:
    made = RedisServer(tmp_path)
    made.start()
    yield made
    made.stop()


@pytest.fixture
async def two(server: RedisServer, ledger: Ledger) -> AsyncIterator[tuple[Worker, Worker]]:
    async with worker(server.url, ledger) as one, worker(server.url, ledger) as other:
        yield one, other


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    made = Upstream()
    async with made.client:
        yield made


async def found(there: Worker, run) -> FarRun:
    far = await there.runs.get(APP, ME, run.row.id)
    assert isinstance(far, FarRun)
    return far


async def test_an_answer_is_followed_where_it_is_not_made(two, ledger, upstream):
    one, other = two
    run = await started(one.runs, ledger, upstream.client)
    far = await found(other, run)
    assert (far.row.id, far.message.question) == (run.row.id, "Why?")
    following = asyncio.create_task(last(other.runs, far))
    for piece in ("Be", "cause", " it", " is."):
        upstream.stream.say(piece)
        await until(other.runs, far, str(run.draft.text) or piece)
    upstream.stream.finish()
    batch = await following
    assert str(batch.draft.text) == "Because it is."
    assert batch.end is not None and batch.end.status == "done"
    async with asyncio.timeout(10):
        await far.closed.wait()
    assert far.recorded and await other.runs.find(APP, ME, run.row.conversation_id) is None


async def test_who_comes_late_has_the_whole_answer(two, ledger, upstream):
    one, other = two
    run = await started(one.runs, ledger, upstream.client)
    upstream.stream.say("All ", "of ", "it.")
    await until(one.runs, run, "All of it.")
    far = await found(other, run)
    upstream.stream.finish()
    assert str((await last(other.runs, far)).draft.text) == "All of it."


async def test_nobody_finds_another_s_run_in_another_process(two, ledger, upstream):
    one, other = two
    run = await started(one.runs, ledger, upstream.client)
    assert await other.runs.get(APP, "visitor-2", run.row.id) is None
    assert await other.runs.get("app-2", ME, run.row.id) is None
    assert await other.runs.get(APP, ME, "unknown") is None


async def test_a_stop_reaches_the_process_that_makes_the_answer(two, ledger, upstream):
    one, other = two
    run = await started(one.runs, ledger, upstream.client)
    upstream.stream.say("Half")
    await until(one.runs, run, "Half")
    far = await found(other, run)
    await other.runs.stop(far)
    batch = await last(other.runs, far)
    assert batch.end is not None and batch.end.status == "stopped"
    await upstream.waits_for(STOP)
    upstream.stream.finish()
    assert [notice.key async for notice in far.stopping.notices()][-1] == "turn_stopped"
    assert len(upstream.asked(STOP)) == 1


async def test_a_stop_before_the_task_is_known_waits_for_it(two, ledger, upstream):
    one, other = two
    run = await started(one.runs, ledger, upstream.client)
    await other.runs.stop(await found(other, run))
    async with asyncio.timeout(10), run.stopping._changed:
        await run.stopping._changed.wait_for(lambda: run.stopping.wanted)
    assert upstream.asked(STOP) == []
    upstream.stream.say("Half")
    await upstream.waits_for(STOP)


async def test_a_long_log_begins_anew_with_the_whole_answer(two, server, ledger, upstream, monkeypatch):
    monkeypatch.setattr(shared, "KEPT", 2)  # so that some logs begin anew in the middle of a node of the stream
    monkeypatch.setattr(shared, "WINDOW", 0.0)
    one, other = two
    run = await started(one.runs, ledger, upstream.client)
    early = await found(other, run)
    pieces = [f"{number} " for number in range(40)]
    for number, piece in enumerate(pieces, 1):
        upstream.stream.say(piece)
        await until(other.runs, early, "".join(pieces[:number]))
        if number % 4 == 3:
            async with worker(server.url, ledger) as late:
                assert str((await found(late, run)).draft.text) == "".join(pieces[:number])
    assert await one.relay.redis.xlen(f"parley:run:{run.row.id}:log") <= 5
    upstream.stream.finish()
    assert str((await last(other.runs, early)).draft.text) == "".join(pieces)


async def test_redis_loses_all_in_mid_answer_and_nothing_of_it_is_lost(two, server, ledger, upstream, monkeypatch):
    monkeypatch.setattr(shared, "RETRY", 0.05)
    monkeypatch.setattr(relay, "BEAT", 0.05)
    one, other = two
    run = await started(one.runs, ledger, upstream.client)
    upstream.stream.say("Before")
    far = await found(other, run)
    await until(other.runs, far, "Before")
    server.stop()
    upstream.stream.say(", meanwhile")
    await until(one.runs, run, "Before, meanwhile")  # Whose tabs are here see it at once.
    server.start()
    upstream.stream.say(" and after.")
    upstream.stream.finish()
    assert str((await last(other.runs, far)).draft.text) == "Before, meanwhile and after."
    assert await found(other, run) is far


async def test_an_entry_never_overtakes_the_one_before_it(two, ledger, upstream, monkeypatch):
    one, other = two
    run = await started(one.runs, ledger, upstream.client)
    one.writing.cancel()  # Nothing is written but by what follows.
    pipeline, gate = one.relay.redis.pipeline, asyncio.Event()

    def held(**options):
        made = pipeline(**options)
        execute = made.execute

        async def execute_late(**options):
            await gate.wait()
            return await execute(**options)

        made.execute = execute_late
        return made

    monkeypatch.setattr(one.relay.redis, "pipeline", held)
    upstream.stream.say("First")
    await until(one.runs, run, "First")
    first = asyncio.create_task(one.log.flush())
    await asyncio.sleep(0)  # until it waits at the gate
    monkeypatch.setattr(one.relay.redis, "pipeline", pipeline)
    upstream.stream.say(", and second.")
    await until(one.runs, run, "First, and second.")
    second = asyncio.create_task(one.log.flush())
    await asyncio.wait({second}, timeout=0.2)  # as long as it may overtake
    gate.set()
    await asyncio.gather(first, second)
    far = await found(other, run)
    assert str(far.draft.text) == "First, and second."
    upstream.stream.finish()


async def test_a_run_is_forgotten_in_redis_too(two, ledger, upstream, monkeypatch):
    one, _ = two
    run = await started(one.runs, ledger, upstream.client)
    upstream.stream.finish()
    await recorded(ledger, run)
    await one.log.forget(run.row.id)
    keys = [key.decode() for key in await one.relay.redis.keys("*")]
    assert [key for key in keys if run.row.id in key or ME in key] == []


async def test_the_sound_of_an_answer_is_heard_elsewhere(two, ledger, upstream):
    one, other = two
    run = await started(one.runs, ledger, upstream.client)
    far = await found(other, run)
    heard: list[bytes] = []

    async def listen() -> None:
        async for piece in far.voice.follow():
            heard.append(piece)

    listening = asyncio.create_task(listen())
    upstream.stream.say("Spoken")
    for sound in (b"one", b"two"):
        upstream.stream.send("tts_message", audio=base64.b64encode(sound).decode())
    upstream.stream.send("tts_message_end", audio="")
    upstream.stream.finish()
    async with asyncio.timeout(10):
        await listening
    assert b"".join(heard) == b"onetwo"


async def test_the_runs_of_a_worker_that_died_are_handed_to_one_of_the_living(two, ledger, upstream, monkeypatch):
    monkeypatch.setattr(relay, "BEAT", 0.05)
    one, other = two
    left: asyncio.Queue[list[FarRun]] = asyncio.Queue()

    async def died(worker: str) -> None:
        assert worker == one.relay.worker
        left.put_nowait(await other.log.left_by(worker))

    other.relay.died = died
    run = await started(one.runs, ledger, upstream.client)
    upstream.stream.say("As far as it came")
    await until(one.runs, run, "As far as it came")
    await one.log.flush()
    await one.die()
    await other.relay.redis.pexpire(relay._life(one.relay.worker), 1)  # Its last sign of life is old.
    other.relay._blind = 0.0
    async with asyncio.timeout(10):
        orphans = await left.get()
    assert [(far.row.id, str(far.draft.text)) for far in orphans] == [(run.row.id, "As far as it came")]


async def test_a_dead_process_s_answer_of_an_app_that_is_gone_ends_with_what_came(two, server, ledger, upstream):
    one, _ = two
    run = await started(one.runs, ledger, upstream.client)
    upstream.stream.say("As far as it came")
    await until(one.runs, run, "As far as it came")
    await one.log.flush()
    await one.die()
    async with Relay.opened(server.url) as its, workers(its, ledger) as heir:
        runs = Runs(ledger, heir.log, heir.news)
        heir.serve(Apps(), runs)
        assert its.died is not None
        await its.died(one.relay.worker)
        taken = await runs.get(APP, ME, run.row.id)
        assert taken is not None
        batch, message = await last(runs, taken), await recorded(ledger, taken)
        await runs.close()
    assert batch.end is not None and batch.end.status == "interrupted"
    assert (message.status, message.answer) == ("interrupted", "As far as it came")
