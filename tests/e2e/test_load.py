"""Many people at once, by sockets of their own without a browser."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from tests.load.stage import paced
from tests.load.streams import opened, streamed

T = TypeVar("T")


def apart(work: Coroutine[Any, Any, T]) -> T:
    """What ``work`` gives, in a thread that has an event loop for it: Playwright's is this thread's."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def test_ten_answers_at_once_reach_ten_people_whole_and_soon(serve):
    with paced() as upstream:
        server = serve(api_url=f"{upstream}/v1", api_key="app-bench")

        async def load():
            tabs = await opened(server.url, 10)
            answers = await asyncio.gather(*(streamed(tab, upstream, tokens=100, delay=20) for tab in tabs))
            await asyncio.gather(*(tab.close() for tab in tabs))
            return answers

        answers = apart(load())
    assert [answer.whole(100) for answer in answers] == [True] * 10
    late = sorted(lag for answer in answers for lag in answer.lags)
    assert late[len(late) // 2] < 1000  # ms; far from the figure, for machines that have other work
