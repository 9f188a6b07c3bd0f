"""A Redis of the tests' own."""

from collections.abc import Iterator

import pytest

from tests.redis_server import RedisServer


@pytest.fixture
def server(tmp_path) -> Iterator[RedisServer]:
    made = RedisServer(tmp_path)
    made.start()
    yield made
    made.stop()
