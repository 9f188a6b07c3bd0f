"""What workers tell one another through a real Redis, and whom they take for dead."""

import asyncio
from collections.abc import Callable

import pytest

from app.news import CONSOLE, Changed, Moved, SharedNews
from app.relay import Away, Relay, local_locks, relay

ME = ("app-1", "visitor-1")


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(relay, "BEAT", 0.02)


async def until(true: Callable[[], bool]) -> None:
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come true")


async def test_where_there_is_no_redis_nothing_opens(tmp_path):
    with pytest.raises(Away):
        async with Relay.opened(f"unix://{tmp_path}/nothing.sock"):
            pass


async def test_each_entry_is_taken_once_in_order_by_every_listener(server):
    async with Relay.opened(server.url) as one, Relay.opened(server.url) as other:
        taken: dict[str, list[bytes]] = {one.worker: [], other.worker: []}
        whole = asyncio.Event()

        async def listen(at: Relay) -> None:
            async def take(_id: str, value: bytes) -> None:
                taken[at.worker].append(value)
                if all(len(values) == 20 for values in taken.values()):
                    whole.set()

            await at.listen("parley:a", take, after="$")

        await listen(one)
        await listen(other)
        sent = [str(number).encode() for number in range(20)]
        for value in sent:
            await one.tell("parley:a", value)
        async with asyncio.timeout(10):
            await whole.wait()
        assert list(taken.values()) == [sent, sent]


async def test_an_entry_that_cannot_be_taken_does_not_keep_those_behind_it(server, caplog):
    async with Relay.opened(server.url) as only:
        came = asyncio.Event()

        async def take(_id: str, value: bytes) -> None:
            if value == b"bad":
                raise ValueError(value)
            came.set()

        await only.listen("parley:a", take)
        await only.tell("parley:a", b"bad")
        await only.tell("parley:a", b"good")
        async with asyncio.timeout(10):
            await came.wait()
    assert "could not be taken" in caplog.text


async def test_a_command_reaches_its_worker_alone(server):
    async with Relay.opened(server.url) as one, Relay.opened(server.url) as other:
        heard: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()

        def hear(at: Relay) -> None:
            async def take(value: bytes) -> None:
                heard.put_nowait((at.worker, value))

            at.hear_commands(take)

        hear(one)
        hear(other)
        await one.command(other.worker, b"stop")
        await other.command(one.worker, b"stop too")
        async with asyncio.timeout(10):
            assert {await heard.get(), await heard.get()} == {(other.worker, b"stop"), (one.worker, b"stop too")}


async def test_one_of_the_living_looks_after_a_worker_that_died(server, quick):
    looked: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    def heir(at: Relay) -> None:
        async def died(worker: str) -> None:
            looked.put_nowait((at.worker, worker))

        at.died = died

    async with Relay.opened(server.url) as dead, Relay.opened(server.url) as one, Relay.opened(server.url) as other:
        heir(one)
        heir(other)
        await dead._rest()
        sign = relay._life(dead.worker)
        assert 0 < await one.redis.pttl(sign) <= relay.ALIVE * 1000
        await one.redis.pexpire(sign, 1)  # That time has passed.
        one._blind = other._blind = 0.0
        async with asyncio.timeout(10):
            _, worker = await looked.get()
        await asyncio.gather(*one._heirs.values(), *other._heirs.values())
        assert (worker, looked.empty()) == (dead.worker, True)
        assert await one.workers() == {one.worker, other.worker}


async def test_nobody_is_taken_for_dead_because_redis_was_away(server, quick):
    async with Relay.opened(server.url) as one, Relay.opened(server.url) as other:
        died: list[str] = []

        async def note(worker: str) -> None:
            died.append(worker)

        one.died = other.died = note
        both = {one: asyncio.Event(), other: asyncio.Event()}
        for at, back in both.items():
            at.back.append(back.set)
        server.stop()
        async with asyncio.timeout(10):
            await until(lambda: one._away and other._away)
            server.start()
            for back in both.values():
                await back.wait()
        assert (await one.workers(), died) == ({one.worker, other.worker}, [])


async def test_nobody_is_taken_for_dead_who_was_asleep_together_with_whoever_looks(server, monkeypatch):
    monkeypatch.setattr(relay, "BEAT", 60.0)
    async with Relay.opened(server.url) as one, Relay.opened(server.url) as other:
        died: list[str] = []

        async def note(worker: str) -> None:
            died.append(worker)

        one.died, one._blind = note, 0.0
        await one.redis.delete(*(relay._life(at.worker) for at in (one, other)))
        await one._look_round()
        await asyncio.gather(*one._heirs.values())
        assert (await one.workers(), died) == ({one.worker, other.worker}, [])
        await one._show_life()
        one._blind = 0.0
        await one._look_round()
        await asyncio.gather(*one._heirs.values())
        assert died == [other.worker]


async def test_a_lock_is_held_by_one_of_all_workers(server):
    async with Relay.opened(server.url) as one, Relay.opened(server.url) as other:
        inside: list[str] = []

        async def enter(at: Relay) -> None:
            async with at.lock("first:visitor-1"):
                inside.append(at.worker)
                assert len(inside) == 1
                await asyncio.sleep(0)
                inside.remove(at.worker)

        async with asyncio.timeout(10):
            await asyncio.gather(*(enter(at) for at in (one, other) for _ in range(5)))


async def test_a_lock_of_one_process_is_its_name_s():
    lock = local_locks()
    async with asyncio.timeout(10), lock("a"), lock("b"):
        waiting = asyncio.create_task(lock("a").__aenter__())
        await asyncio.sleep(0)
        assert not waiting.done()
        waiting.cancel()


async def test_news_is_heard_in_every_process_and_after_redis_was_away(server, quick):
    async with Relay.opened(server.url) as one, Relay.opened(server.url) as other:
        here, there = SharedNews(one), SharedNews(other)
        await here.listen()
        await there.listen()
        news, console = there.follow(*ME), there.follow(*CONSOLE)
        assert (await anext(news), await anext(console)) == ((), ())
        await here.publish(*ME, Changed("c1"))
        async with asyncio.timeout(10):
            assert await anext(news) == (Changed("c1"),)
            assert await anext(console) == (Moved("app-1", "c1"),)
        server.stop()
        await here.publish(*ME, Changed("c2"))
        server.start()
        async with asyncio.timeout(10):
            assert await anext(news) == (Changed("c2"),)
        await news.aclose()
        await console.aclose()
