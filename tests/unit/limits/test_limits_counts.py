"""Counting in one process: what is taken comes back evenly."""

import pytest

from app.limits import MemoryCounts, memory
from app.limits.rates import Bucket, Full, Rate, after

MINE = Bucket("mine", "user me", Rate(3, 60.0))
OURS = Bucket("ours", "app one", Rate(5, 60.0))


async def taken(counts: MemoryCounts, *buckets: Bucket, times: int = 1) -> list[Full | None]:
    return [await counts.take(buckets) for _ in range(times)]


async def test_as_many_as_the_limit_are_taken_at_once_and_one_more_is_told_to_wait_for_the_first(clock):
    counts = MemoryCounts()
    assert await taken(counts, MINE, times=4) == [None, None, None, Full(MINE, pytest.approx(20))]
    clock.now += 19.9
    assert await taken(counts, MINE) == [Full(MINE, pytest.approx(0.1))]
    clock.now += 0.1
    assert await taken(counts, MINE, times=2) == [None, Full(MINE, pytest.approx(20))]


async def test_all_has_come_back_after_its_time(clock):
    counts = MemoryCounts()
    await taken(counts, MINE, times=3)
    clock.now += 60
    assert await taken(counts, MINE, times=4) == [None, None, None, Full(MINE, pytest.approx(20))]


async def test_what_one_bucket_refuses_is_taken_from_none(clock):
    counts = MemoryCounts()
    await taken(counts, MINE, times=3)
    assert await taken(counts, OURS, MINE, times=9) == [Full(MINE, pytest.approx(20))] * 9
    assert await taken(counts, OURS, times=6) == [None] * 5 + [Full(OURS, pytest.approx(12))]


async def test_of_several_that_are_full_the_one_that_has_room_last_is_told(clock):
    counts = MemoryCounts()
    await taken(counts, MINE, OURS, times=3)
    await taken(counts, OURS, times=2)
    assert await taken(counts, OURS, MINE) == [Full(MINE, pytest.approx(20))]


async def test_others_are_not_refused_for_it(clock):
    counts = MemoryCounts()
    await taken(counts, MINE, times=4)
    assert await taken(counts, Bucket("mine", "user another", Rate(3, 60.0))) == [None]


async def test_more_than_a_bucket_holds_takes_the_whole_of_it(clock):
    counts = MemoryCounts()
    assert await counts.take([MINE], 100) is None
    assert await counts.take([MINE], 100) == Full(MINE, pytest.approx(60))
    clock.now += 60
    assert await counts.take([MINE], 100) is None


async def test_a_clock_that_was_put_back_keeps_nobody_waiting(clock):
    counts = MemoryCounts()
    await taken(counts, MINE, times=3)
    clock.now -= 500_000
    assert await taken(counts, MINE, times=3) == [None] * 3
    clock.now += 500_000
    assert await taken(counts, MINE, times=3) == [None] * 3


async def test_nothing_that_has_come_back_keeps_a_place_and_what_is_known_has_a_bound(clock, monkeypatch):
    monkeypatch.setattr(memory, "MOST", 10)
    counts = MemoryCounts()
    for number in range(8):
        await counts.take([Bucket("mine", f"user {number}", Rate(3, 60.0))])
    clock.now += 60
    for number in range(8, 11):
        await counts.take([Bucket("mine", f"user {number}", Rate(3, 60.0))])
    assert set(counts._ends) == {"user 8", "user 9", "user 10"}
    for number in range(100):
        await counts.take([Bucket("mine", f"user {number}", Rate(3, 60.0))], number % 4)
        assert len(counts._ends) <= 10


@pytest.mark.parametrize("count", [1, 3, 7, 60, 2_000, 20_000, 2_000 * 2**20])
def test_no_fraction_lets_fewer_through_than_the_limit(count):
    rate, end, step = Rate(count, 86_400.0), 0.0, max(1, count // 1000)
    for _ in range(count // step):
        end, wait = after(end, 0.0, rate, step)
        assert wait <= memory.SLACK


async def test_what_is_held_has_its_place_until_it_is_left():
    counts = MemoryCounts()
    two, one = Bucket("two", "app one", Rate(2)), Bucket("one", "user me", Rate(1))
    assert await counts.hold("a", [two, one]) is None
    assert await counts.hold("b", [two, one]) == one
    assert await counts.hold("b", [two]) is None
    assert await counts.hold("c", [two]) == two
    counts.leave("b")
    counts.leave("b")
    counts.leave("c")
    assert await counts.hold("d", [two]) is None
    for id in ("a", "d"):
        counts.leave(id)
    assert (counts.held, counts._taken) == ({}, {})
