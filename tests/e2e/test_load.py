"""Many people at once, by sockets of their own without a browser."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse

from tests.load.client import Visitor
from tests.load.stage import paced, pss
from tests.load.streams import opened, streamed
from tests.proxy import Fault, Proxy
from tests.proxy import apart as proxy_apart

from .script import End, Hold, Rest, Say
from .server import started
from .upstream import KEY

SLOW = 3  # tabs that stop reading
PIECES = [f" {number} {'x' * 2500}" for number in range(1800)]  # 4.5 MB; of a socket the system itself keeps some 2.6

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


def test_sockets_that_take_nothing_for_a_while_get_the_whole_text_in_fewer_and_larger_pieces(parley, upstream):
    said = [step for piece in PIECES for step in (Say(piece), Rest(0.0005))]
    upstream.script = [Say("Listen."), Hold(), *said, Hold("end"), End()]
    whole = "Listen." + "".join(PIECES)

    async def load():
        async with AsyncExitStack() as stack:
            quick = await Visitor(parley.url).tab().open()
            await quick.ask("Tell me.")
            ways = [await stack.enter_async_context(Proxy(_port(parley), buffer=4096).open()) for _ in range(SLOW)]
            slow = []
            for way in ways:
                visitor = Visitor(f"http://127.0.0.1:{way.port}", quick.visitor.cookie)
                slow.append(await visitor.tab().open(quick.conversation))
            for tab in slow:
                await tab.until(lambda tab=tab: tab.shown.text == "Listen.")
            for way in ways:
                way.stall()
            before = pss(parley.pid)
            upstream.release()
            await quick.until(lambda: len(quick.shown.text) == len(whole), 60)
            grown = (pss(parley.pid) - before) / 1024
            for way in ways:
                way.go_on()
            for tab in slow:
                await tab.until(lambda tab=tab: len(tab.shown.text) == len(whole), 60)
            frames = [tab.shown.frames for tab in (quick, *slow)]
            texts = [tab.shown.text for tab in (quick, *slow)]
            upstream.release("end")
            texts += [await tab.until_ended(60) for tab in (quick, *slow)]
            for tab in (quick, *slow):
                await tab.close()
            return texts, frames, grown

    texts, (often, *seldom), grown = apart(load())
    assert [text == whole for text in texts] == [True] * len(texts)
    assert max(seldom) < often * 0.9  # all that the system did not keep came in one piece
    assert grown < 60  # MB, and the answer's own among it


@pytest.fixture(scope="module")
def breaking(guide, _upstream, tmp_path_factory, servers):
    """A server that reaches the scripted app by a proxy."""
    proxy = Proxy(_upstream.port)
    with proxy_apart(proxy):
        url = f"http://127.0.0.1:{proxy.port}/v1"
        with started(tmp_path_factory.mktemp("breaking"), api_url=url, api_key=KEY) as server:
            servers.append(server)
            yield server, proxy


@pytest.mark.parametrize(
    ("fault", "text", "status", "notice"),
    [
        (Fault("reset"), "", "interrupted", "error_cut"),
        (Fault("reset", (b"One", b"\n\n", b"event")), "One", "interrupted", "error_cut"),
        (Fault("cut", (b"message_end", b"\n\n")), "One two", "done", ""),
        (Fault("split"), "One two", "done", ""),
    ],
)
def test_a_tab_is_told_what_a_breaking_network_did_to_its_answer(breaking, upstream, fault, text, status, notice):
    server, proxy = breaking
    proxy.fault, before = fault, proxy.asked
    upstream.script = [Say("One"), Say(" two"), *([End()] if status == "done" else [Hold(), End()])]

    async def ask():
        tab = await Visitor(server.url).tab().open()
        await tab.ask("Well?")
        await tab.until_ended()
        live = dict(tab.shown.last)
        await (await tab.reload()).until_ended()
        await tab.close()
        return live, dict(tab.shown.last), len(tab.shown.turns)

    live, stored, turns = apart(ask())
    for turn in (live, stored):
        assert (turn["answer"], turn["status"], turn["notice"]["key"]) == (text, status, notice)
    assert (turns, proxy.asked - before, len(upstream.seen("/chat-messages"))) == (1, 1, 1)


@pytest.mark.parametrize(
    "sent",
    [
        ClientWebSocketResponse.send_str,  # 2 MB, which Reflex refuses
        lambda socket, text: _begin(socket, 200 * 2**20, 3 * text),  # the server below it refuses what grows so
    ],
    ids=["long", "endless"],
)
def test_a_message_that_no_page_sends_ends_its_socket_and_fills_no_memory(parley, sent):
    async def send():
        visitor = Visitor(parley.url)
        await visitor.fetch()
        headers = {"Origin": parley.url, "Cookie": visitor.cookie}
        path = f"{parley.url}/_event/?EIO=4&transport=websocket&token={uuid4()}"
        async with ClientSession() as session, session.ws_connect(path, headers=headers) as socket:
            await socket.receive()
            await socket.send_str("40/_event,{}")
            await socket.receive()
            before = pss(parley.pid)
            await sent(socket, f'42/_event,["event",{{"name":"{"x" * 2_000_000}"}}]')
            async with asyncio.timeout(10):
                while not socket.closed:
                    await socket.receive()
        return pss(parley.pid) - before

    assert apart(send()) < 20_000  # KB


async def _begin(socket, size, text):
    """A frame of that size, of which only ``text`` comes."""
    transport = socket._response.connection.transport
    transport.write(bytes([0x81, 0xFF]) + size.to_bytes(8, "big") + bytes(4) + text.encode())


def _port(server):
    return int(server.url.rpartition(":")[2])
