"""When batches are due."""

import asyncio

import pytest

from app.runs.pacing import LONGEST_WINDOW, PATIENCE, WINDOW, Pacing


def wait(pacing: Pacing, now: float) -> float:
    """Seconds from ``now`` for which a token that has just come waits; 0 makes a batch due."""
    due, latest = pacing.gather()
    return 0.0 if now >= due else latest - now


def test_the_first_batch_is_due_at_once():
    assert wait(Pacing(), now=0.0) == 0.0


def test_a_token_that_comes_a_window_after_the_last_batch_makes_one_due_and_an_earlier_one_waits_for_it():
    pacing = Pacing()
    pacing.flushed(now=10.0, late=0.0)
    assert wait(pacing, now=10.02) == pytest.approx(WINDOW * PATIENCE - 0.02)
    assert wait(pacing, now=10.001 + WINDOW) == 0.0
    assert wait(pacing, now=99.0) == 0.0


@pytest.mark.parametrize(("apart", "waits"), [(0.02, {0, 20, 40}), (0.06, {0}), (0.03, {0, 30}), (0.005, {0, 5, 55})])
def test_a_token_waits_for_those_that_make_its_batch_due_and_the_last_of_them_for_none(apart, waits):
    """As :meth:`Pacing.grown` does it, on a clock of our own; ``waits`` are some that are seen, in ms."""
    pacing, waiting, due, seen = Pacing(), list[float](), None, set[int]()
    for number in range(200):
        now = number * apart
        if due is not None and due <= now:
            seen |= {round((due - at) * 1000) for at in waiting}
            pacing.flushed(due, 0.0)
            waiting, due = [], None
        waiting.append(now)
        if not (left := wait(pacing, now)):
            seen |= {round((now - at) * 1000) for at in waiting}
            pacing.flushed(now, 0.0)
            waiting, due = [], None
        elif due is None:
            due = now + left
    assert waits <= seen
    assert max(seen) <= WINDOW * PATIENCE * 1000


def test_one_late_batch_makes_hardly_a_later_token_wait():
    """Tokens come 60 ms apart, each the first of its batch; the first of them was written 8 ms late."""
    pacing, waits = Pacing(), []
    pacing.flushed(0.008, 0.008)
    for number in range(1, 20):
        waits.append(wait(pacing, number * 0.06))
        pacing.flushed(number * 0.06 + waits[-1] + 0.0005, 0.0)
    assert waits[0] > 0
    assert waits[1:] == [0.0] * 18


async def test_a_batch_is_due_with_the_first_token_and_again_after_the_window_and_never_for_nothing():
    pacing, clock, written = Pacing(), asyncio.get_running_loop().time, asyncio.Queue[float]()
    pacing.begin(lambda: written.put_nowait(clock()))
    pacing.grown()
    assert written.empty(), "what has come with it is written with it"
    await asyncio.sleep(0)
    first = written.get_nowait()
    pacing.grown()
    pacing.grown()
    assert await written.get() - first >= WINDOW
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(WINDOW * PATIENCE * 2):
            await written.get()


async def test_a_token_that_makes_a_batch_due_takes_those_with_it_that_waited():
    pacing, written = Pacing(), asyncio.Queue[float]()
    clock = asyncio.get_running_loop().time
    pacing.begin(lambda: written.put_nowait(clock()))
    pacing.flushed(clock(), 0.0)
    pacing.grown()
    pacing.last -= WINDOW
    pacing.grown()
    await asyncio.sleep(0)
    assert written.qsize() == 1
    written.get_nowait()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(WINDOW * PATIENCE * 2):
            await written.get()


@pytest.mark.parametrize("waited", [0.0, WINDOW], ids=["at once", "later"])
async def test_nothing_is_written_after_the_end(waited):
    pacing, written = Pacing(), list[int]()
    pacing.begin(lambda: written.append(1))
    pacing.flushed(asyncio.get_running_loop().time() - WINDOW + waited, 0.0)
    pacing.grown()
    pacing.end()
    pacing.grown()
    await asyncio.sleep(WINDOW * PATIENCE * 2)
    assert written == []


def test_the_window_widens_under_load_to_its_longest():
    pacing, windows = Pacing(), []
    for turn in range(6):
        pacing.flushed(now=float(turn), late=1.0)
        windows.append(pacing.window)
    assert windows == [0.11, 0.22, LONGEST_WINDOW, LONGEST_WINDOW, LONGEST_WINDOW, LONGEST_WINDOW]


def test_the_window_narrows_to_its_first_when_the_load_is_gone():
    pacing = Pacing(window=LONGEST_WINDOW)
    windows = []
    for turn in range(12):
        pacing.flushed(now=float(turn), late=0.0)
        windows.append(pacing.window)
    assert windows == sorted(windows, reverse=True)
    assert windows[-1] == WINDOW


def test_a_little_lateness_leaves_the_window_as_it_is():
    pacing = Pacing(window=0.2)
    pacing.flushed(now=1.0, late=0.1)
    assert pacing.window == 0.2
