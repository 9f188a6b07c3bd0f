"""Which agents look at a conversation, and which write: in one process, and in two over Redis."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing
from typing import Any

import pytest

from app.apps.presence import BEAT, LOST, WRITES, Presence
from app.news import MemoryNews, News, SharedNews
from app.relay import Relay
from app.views import InboxAgent
from tests.redis_server import RedisServer


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["alone", "over Redis"])
async def places(request, tmp_path) -> AsyncIterator[tuple[News, News]]:
    """The news of the two agents' processes, which may be the same one."""
    if request.param == "alone":
        news = MemoryNews()
        yield news, news
        return
    server = RedisServer(tmp_path)
    server.start()
    async with AsyncExitStack() as stack:
        stack.callback(server.stop)
        both = [SharedNews(await stack.enter_async_context(Relay.opened(server.url))) for _ in range(2)]
        for each in both:
            await each.listen()
        yield both[0], both[1]


async def until(follower: Any, presence: Presence, wanted: list[InboxAgent]) -> None:
    async with asyncio.timeout(10):
        while presence.others != wanted:
            await presence.take(await anext(follower))


async def test_each_who_looks_knows_of_the_others_whoever_came_first(places, clock):
    anna, ben = (
        Presence(news, "desk", "c", *who, clock) for news, who in zip(places, (("1", "Anna"), ("2", "")), strict=True)
    )
    async with aclosing(places[0].follow_all([anna.place])) as hers, aclosing(places[1].follow_all([ben.place])) as his:
        await anext(hers), await anext(his)
        await anna.tell()
        await ben.tell()
        await until(hers, anna, [InboxAgent("")])
        await until(his, ben, [InboxAgent("Anna")])
        await ben.tell(writes=True)
        await until(hers, anna, [InboxAgent("", writes=True)])
        await ben.tell(left=True)
        await until(hers, anna, [])


async def told(news: MemoryNews, presence: Presence) -> list[Any]:
    """What is heard of it at its place when it is asked once more."""
    async with aclosing(news.follow_all([presence.place], 0.01)) as follower:
        await anext(follower)
        await presence.take([])
        return list(await anext(follower))


async def test_who_is_heard_of_no_more_is_gone_and_writes_for_a_moment_only(clock):
    news = MemoryNews()
    anna, ben = Presence(news, "desk", "c", "1", "Anna", clock), Presence(news, "desk", "c", "2", "Ben", clock)
    async with aclosing(news.follow_all([anna.place], 0.01)) as follower:
        await anext(follower)
        await ben.tell(writes=True)
        await until(follower, anna, [InboxAgent("Ben", writes=True)])
        clock.now += WRITES
        assert anna.others == [InboxAgent("Ben")]
        clock.now += LOST - WRITES
        await until(follower, anna, [])


async def test_who_is_alone_tells_nobody_and_who_is_not_tells_now_and_then(clock):
    news = MemoryNews()
    anna, ben = Presence(news, "desk", "c", "1", "Anna", clock), Presence(news, "desk", "c", "2", "Ben", clock)
    clock.now += BEAT
    assert await told(news, anna) == []
    async with aclosing(news.follow_all([anna.place], 0.01)) as follower:
        await anext(follower)
        await ben.tell()
        await anna.take(await anext(follower))
    assert await told(news, anna) == []
    clock.now += BEAT
    assert [(item.agent, item.left) for item in await told(news, anna)] == [("1", False)]


async def test_an_agent_s_own_tabs_and_other_conversations_are_nobody_else(clock):
    news = MemoryNews()
    anna, again = (Presence(news, "desk", "c", "1", "Anna", clock) for _ in range(2))
    other = Presence(news, "desk", "d", "2", "Ben", clock)
    async with aclosing(news.follow_all([anna.place], 0.01)) as follower:
        await anext(follower)
        await again.tell()
        await other.tell()
        await anna.take(await anext(follower))
    assert anna.others == []


async def test_an_agent_with_two_tabs_is_one(clock):
    news = MemoryNews()
    anna = Presence(news, "desk", "c", "1", "Anna", clock)
    async with aclosing(news.follow_all([anna.place], 0.01)) as follower:
        await anext(follower)
        for writes in (True, False):
            await Presence(news, "desk", "c", "2", "Ben", clock).tell(writes=writes)
        await until(follower, anna, [InboxAgent("Ben", writes=True)])
