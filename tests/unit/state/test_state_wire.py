"""What goes to a browser past engineio's queue, and what goes through it."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from engineio.async_server import AsyncServer
from engineio.async_socket import AsyncSocket
from engineio.packet import MESSAGE, Packet

from app.state import wire

ID = "socket"


class Browser:
    """Takes what the server sends, when it is let; what it sends itself is put into ``says``."""

    def __init__(self) -> None:
        self.took: list[str] = []
        self.environ: dict[str, Any] = {"wsgi.input": object()}
        self.says: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.takes = asyncio.Event()
        self.takes.set()
        self.asked = asyncio.Event()

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.send":
            self.asked.set()
            await self.takes.wait()
            self.took.append(message["text"])

    async def leave(self) -> None:
        await self.says.put({"type": "websocket.disconnect"})


class Granian(Browser):
    """Its server sends what it was given, be it waited for or not."""

    def send(self, message: dict[str, Any]) -> Any:
        return asyncio.ensure_future(super().send(message))


class Uvicorn(Browser):
    """Its server raises what a socket is told that has gone, or that it has told to go."""

    gone: Exception | None = None

    async def send(self, message: dict[str, Any]) -> None:
        if self.gone:
            raise self.gone
        await super().send(message)


class Alone(Uvicorn):
    """The server of one process, which writes by itself where nothing stands in the way."""

    def write_now(self, text: str) -> bool:
        free = self.takes.is_set() and not self.gone
        if free:
            self.asked.set()
            self.took.append(text)
        return free


async def until(condition: Callable[[], Any]) -> None:
    """Let the loop go round until it is so."""
    for _ in range(1000):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never was so")


@pytest.fixture(params=[Browser, Granian, Uvicorn, Alone])
async def browser(request):
    return request.param()


@pytest.fixture
async def server(browser):
    """A server with one socket, whose browser is ``browser``."""
    server = AsyncServer(async_mode="asgi", monitor_clients=False)
    wire.install(server)
    socket = server.sockets[ID] = AsyncSocket(server, ID)
    scope = {wire.SEND: browser.send}
    browser.environ.update({"asgi.receive": browser.says.get, "asgi.send": browser.send, "asgi.scope": scope})
    talk = asyncio.create_task(socket._upgrade_websocket(browser.environ))
    await until(lambda: socket.connected)
    yield server
    browser.takes.set()
    await browser.leave()
    async with asyncio.timeout(10):
        await talk


async def test_a_message_is_sent_at_once_where_nothing_waits(server, browser):
    await wire.send(server, ID, "one")
    await browser.asked.wait()
    assert browser.took == ["4one"]


async def test_a_message_waits_for_those_that_were_sent_before_it(server, browser):
    await server.send(ID, "one")
    await wire.send(server, ID, "two")
    await wire.send(server, ID, "three")
    assert browser.took == []
    await until(lambda: len(browser.took) == 3)
    assert browser.took == ["4one", "4two", "4three"]


async def test_a_message_overtakes_none_that_is_on_its_way(server, browser):
    browser.takes.clear()
    await server.send(ID, "one")
    await browser.asked.wait()  # taken from the queue, but not yet by the browser
    assert server.sockets[ID].queue.empty()
    await wire.send(server, ID, "two")
    browser.takes.set()
    await until(lambda: len(browser.took) == 2)
    assert browser.took == ["4one", "4two"]


async def test_what_is_sent_the_usual_way_waits_for_a_message_on_its_way(server, browser):
    browser.takes.clear()
    first = asyncio.create_task(wire.send(server, ID, "one"))
    await browser.asked.wait()
    await server.send(ID, "two")
    await asyncio.sleep(0)
    assert browser.took == []
    browser.takes.set()
    await first
    await until(lambda: len(browser.took) == 2)
    assert browser.took == ["4one", "4two"]


async def test_many_packets_go_out_in_order(server, browser):
    for number in range(50):
        if number % 3 == 0:
            await wire.send(server, ID, str(number))
        else:
            await server.send(ID, str(number))
    await until(lambda: len(browser.took) == 50)
    assert browser.took == [f"4{number}" for number in range(50)]


async def test_a_socket_that_is_closed_or_unknown_is_sent_nothing(server, browser):
    await wire.send(server, "another", "one")
    await server.sockets[ID].close(wait=False, abort=True)
    await wire.send(server, ID, "two")
    assert browser.took == []


async def test_what_is_sent_before_the_socket_closes_still_goes_out(server, browser):
    socket = server.sockets[ID]
    socket.queue.put_nowait(Packet(MESSAGE, data="last"))
    socket.queue.put_nowait(None)
    await until(lambda: browser.took)
    assert browser.took == ["4last"]


@pytest.mark.parametrize("browser", [Granian], indirect=True)
async def test_a_message_that_the_server_sends_by_itself_is_waited_for_by_the_next_one_alone(server, browser):
    browser.takes.clear()
    async with asyncio.timeout(10):
        await wire.send(server, ID, "one")
        await wire.send(server, ID, "two")
    await browser.asked.wait()
    assert server.sockets[ID].wire.busy and browser.took == []
    browser.takes.set()
    await until(lambda: len(browser.took) == 2)
    assert browser.took == ["4one", "4two"]


async def test_a_message_goes_past_what_stands_between_the_server_and_the_socket(server, browser):
    server.sockets[ID].wire.asgi_send = None
    await wire.send(server, ID, "one")
    await until(lambda: browser.took)


async def test_a_socket_keeps_nothing_for_a_body_which_it_has_not(server, browser):
    assert sorted(browser.environ) == ["asgi.receive", "asgi.scope", "asgi.send"]


@pytest.mark.parametrize("browser", [Uvicorn, Alone], indirect=True)
@pytest.mark.parametrize("gone", [OSError(), RuntimeError("after sending 'websocket.close'")], ids=["gone", "told"])
async def test_a_message_to_a_socket_that_has_just_gone_is_nobody_s_fault(server, browser, gone):
    browser.gone = gone
    await wire.send(server, ID, "one")
    assert not server.sockets[ID].wire.busy


@pytest.mark.parametrize("browser", [Alone], indirect=True)
async def test_a_server_that_can_writes_a_message_itself(server, browser):
    browser.send = None
    await wire.send(server, ID, "one")
    assert browser.took == ["4one"]
