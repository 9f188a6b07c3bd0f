"""Counts of one process and of two workers, with a clock that a test sets."""

from collections.abc import Iterator

import pytest

from app.limits import memory
from app.relay import relay
from tests.redis_server import RedisServer


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(memory, "monotonic", clock)
    return clock


@pytest.fixture
def server(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisServer]:
    """One that is waited for, however busy this machine is: no worker counts by itself while it is there."""
    monkeypatch.setattr(relay, "PATIENCE", 60.0)
    made = RedisServer(tmp_path)
    made.start()
    yield made
    made.stop()
