"""Counting of several workers through a real Redis."""

import asyncio
import re
import time

import pytest
from redis.asyncio import Redis

from app.limits import MemoryCounts, SharedCounts
from app.limits.rates import Bucket, Full, Rate
from app.limits.shared import _key
from app.relay import Relay

MINE = Bucket("mine", "user me", Rate(3, 60.0))
OURS = Bucket("ours", "app one", Rate(5, 86_400.0))


def about(bucket: Bucket, seconds: float) -> Full:
    return Full(bucket, pytest.approx(seconds, abs=5))


async def test_two_workers_count_as_one(server):
    async with Relay.opened(server.url) as one, Relay.opened(server.url) as other:
        workers = [SharedCounts(one), SharedCounts(other)]
        found = [await workers[number % 2].take([MINE, OURS]) for number in range(6)]
        assert found == [None, None, None, *[about(MINE, 20)] * 3]
        assert [await workers[0].take([OURS]) for _ in range(3)] == [None, None, about(OURS, 86_400 / 5)]


async def test_questions_of_one_moment_do_not_share_a_place(server):
    async with Relay.opened(server.url) as one, Relay.opened(server.url) as other:
        workers = [SharedCounts(one), SharedCounts(other)]
        found = await asyncio.gather(*(workers[number % 2].take([OURS, MINE]) for number in range(40)))
        assert found.count(None) == 3


async def test_it_counts_as_one_process_does(server):
    async with Relay.opened(server.url) as relay:
        shared, own = SharedCounts(relay), MemoryCounts()
        odd = Bucket("odd", "odd", Rate(7, 3600.0))
        for cost in (1, 2, 3, 100, 1, 2, 1, 1):
            found, wanted = await shared.take([odd], cost), await own.take([odd], cost)
            assert (found is None) == (wanted is None)
            assert found is None or wanted is None or found.seconds == pytest.approx(wanted.seconds, abs=5)


async def test_a_key_says_nothing_of_whose_it_is_and_goes_when_all_has_come_back(server):
    async with Relay.opened(server.url) as relay:
        await SharedCounts(relay).take([Bucket("mine", "minute address 192.0.2.7", Rate(3, 60.0))])
        [key] = [name async for name in relay.redis.scan_iter("parley:limit:*")]
        assert re.fullmatch(rb"parley:limit:[0-9a-f]{32}", key)
        assert 15_000 < await relay.redis.pttl(key) <= 20_001


async def test_a_clock_that_was_put_back_keeps_nobody_waiting(server):
    async with Relay.opened(server.url) as relay:
        counts = SharedCounts(relay)
        await relay.redis.set(_key(MINE), int((time.time() + 86_400) * 1e6))
        assert [await counts.take([MINE]) for _ in range(4)] == [None, None, None, about(MINE, 20)]


async def test_while_redis_is_away_each_worker_counts_by_itself(server):
    async with Relay.opened(server.url) as one, Relay.opened(server.url) as other:
        workers = [SharedCounts(one), SharedCounts(other)]
        assert await workers[0].take([MINE]) is None
        server.stop()
        for worker in workers:
            assert [await worker.take([MINE]) for _ in range(4)] == [None, None, None, about(MINE, 20)]
        server.start()
        assert await workers[0].take([MINE]) is None


async def test_without_a_limit_redis_is_not_asked(tmp_path):
    class Nowhere:
        redis: Redis = Redis.from_url(f"unix://{tmp_path}/nothing.sock")

    nowhere = Nowhere()
    assert await SharedCounts(nowhere).take([]) is None  # type: ignore[arg-type]
    await nowhere.redis.aclose()
