"""What several workers hold at once, through a real Redis."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.limits import SharedCounts, shared
from app.limits.rates import Bucket, Rate
from app.limits.shared import _key
from app.relay import Relay
from tests.redis_server import RedisServer

TWO, ONE = Bucket("two", "app one", Rate(2)), Bucket("one", "user me", Rate(1))


@pytest.fixture
async def relay(server: RedisServer) -> AsyncIterator[Relay]:
    async with Relay.opened(server.url) as opened:
        yield opened


@pytest.fixture
async def workers(relay: Relay) -> AsyncIterator[tuple[SharedCounts, SharedCounts]]:
    made = SharedCounts(relay), SharedCounts(relay)
    yield made
    for worker in made:
        for id in list(worker._alone.held):
            worker.leave(id)
        await asyncio.gather(*worker._leaving)


async def left(worker: SharedCounts, id: str) -> None:
    worker.leave(id)
    await asyncio.gather(*worker._leaving)


async def test_two_workers_hold_as_one(workers):
    one, other = workers
    assert await one.hold("a", [TWO, ONE]) is None
    assert await other.hold("b", [TWO, ONE]) == ONE
    assert await other.hold("b", [TWO]) is None
    assert await one.hold("c", [TWO]) == TWO
    await left(other, "b")
    assert await one.hold("c", [TWO]) is None


async def test_questions_of_one_moment_do_not_share_a_place(workers):
    found = await asyncio.gather(*(workers[number % 2].hold(str(number), [TWO]) for number in range(20)))
    assert found.count(None) == 2


async def test_what_a_dead_worker_held_counts_no_longer_than_its_lease(workers, relay, monkeypatch):
    dead, living = workers
    monkeypatch.setattr(shared, "LEASE", 2.0)
    await dead.hold("a", [ONE])
    dead._keeping.cancel()
    assert await living.hold("b", [ONE]) == ONE
    async with asyncio.timeout(10):
        while await living.hold("b", [ONE]):  # noqa: ASYNC110 (Redis tells nobody)
            await asyncio.sleep(0.02)


async def test_what_is_held_counts_on_while_its_worker_lives(workers, relay, monkeypatch):
    holder, other = workers
    monkeypatch.setattr(shared, "LEASE", 3.0)
    await holder.hold("a", [ONE])
    first = await relay.redis.zscore(_key(ONE), "a")
    async with asyncio.timeout(10):
        while (await relay.redis.zscore(_key(ONE), "a") or 0.0) <= first:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert await other.hold("b", [ONE]) == ONE


async def test_what_redis_has_lost_is_told_it_again(workers, relay, monkeypatch):
    holder, other = workers
    monkeypatch.setattr(shared, "LEASE", 3.0)
    await holder.hold("a", [ONE])
    await relay.redis.flushall()
    async with asyncio.timeout(10):
        while not await relay.redis.exists(_key(ONE)):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert await other.hold("b", [ONE]) == ONE


async def test_while_redis_is_away_each_worker_has_what_it_holds_itself(workers, server):
    one, other = workers
    await one.hold("a", [ONE])
    server.stop()
    assert await one.hold("b", [ONE]) == ONE
    assert await other.hold("b", [ONE]) is None
    assert await other.hold("c", [ONE]) == ONE
    server.start()


async def test_nothing_is_done_once_nothing_is_held(workers):
    worker, _ = workers
    await worker.hold("a", [ONE])
    keeping = worker._keeping
    await left(worker, "a")
    await asyncio.wait({keeping})
    assert keeping.cancelled() and worker._keeping is None
