"""When batches are due."""

import pytest

from app.runs.pacing import FIRST_WINDOW, LONGEST_WINDOW, Pacing


def test_the_first_batch_is_due_at_once():
    assert Pacing().wait(now=0.0) == 0.0


def test_the_next_batch_is_due_a_window_after_the_last():
    pacing = Pacing()
    pacing.flushed(now=10.0, late=0.0)
    assert pacing.wait(now=10.01) == pytest.approx(FIRST_WINDOW - 0.01)
    assert pacing.wait(now=10.0 + FIRST_WINDOW) == pytest.approx(0.0)
    assert pacing.wait(now=99.0) == 0.0


def test_the_window_widens_under_load_to_its_longest():
    pacing, windows = Pacing(), []
    for turn in range(6):
        pacing.flushed(now=float(turn), late=1.0)
        windows.append(pacing.window)
    assert windows == [0.1, 0.2, 0.4, LONGEST_WINDOW, LONGEST_WINDOW, LONGEST_WINDOW]


def test_the_window_narrows_to_its_first_when_the_load_is_gone():
    pacing = Pacing(window=LONGEST_WINDOW)
    windows = []
    for turn in range(12):
        pacing.flushed(now=float(turn), late=0.0)
        windows.append(pacing.window)
    assert windows == sorted(windows, reverse=True)
    assert windows[-1] == FIRST_WINDOW


def test_a_little_lateness_leaves_the_window_as_it_is():
    pacing = Pacing(window=0.2)
    pacing.flushed(now=1.0, late=0.1)
    assert pacing.window == 0.2
