"""A tab's socket that takes what is shown, slowly or not at all."""

import asyncio
from ipaddress import ip_network
from types import SimpleNamespace
from typing import Any

import pytest
from reflex.state import StateUpdate
from reflex.utils.format import json_dumps
from socketio.packet import Packet

from app.state import sockets as sockets_module
from app.state.draft import DraftState
from app.state.sockets import WAITING, Tab, packet
from app.views import Attachment


class Namespace:
    """One tab's socket, whose frames wait in ``queue``."""

    namespace = "/_event"

    def __init__(self) -> None:
        self.sid_to_token = {"socket": "tab"}
        self.queue: asyncio.Queue[int] = asyncio.Queue()
        manager = SimpleNamespace(eio_sid_from_sid=lambda sid, _: {"socket": "engine"}[sid])
        self.environ: dict[str, Any] = {}
        eio = SimpleNamespace(sockets={"engine": self})
        self.server = SimpleNamespace(manager=manager, eio=eio, get_environ=lambda socket, _: self.environ.get(socket))

    def fill(self, count: int) -> None:
        for number in range(count):
            self.queue.put_nowait(number)

    def take(self, count: int) -> None:
        for _ in range(count):
            self.queue.get_nowait()
            self.queue.task_done()


@pytest.fixture
def namespace(monkeypatch: pytest.MonkeyPatch) -> Namespace:
    namespace = Namespace()
    monkeypatch.setattr(sockets_module.sockets, "_app", SimpleNamespace(event_namespace=namespace))
    monkeypatch.setattr(sockets_module, "LOOK", 0.01)
    return namespace


@pytest.fixture
def tab() -> Tab:
    session = SimpleNamespace(client_token="tab", session_id="socket")
    state: Any = SimpleNamespace(router=SimpleNamespace(session=session))
    return Tab(state)


def test_a_socket_comes_from_where_a_trusted_proxy_says(namespace, monkeypatch):
    settings = SimpleNamespace(trusted_proxies=[ip_network("10.0.0.0/8")])
    monkeypatch.setattr(sockets_module, "current", lambda: SimpleNamespace(settings=settings))
    for peer, address in (("10.0.0.1", "192.0.2.7"), ("198.51.100.1", "198.51.100.1")):
        scope = {"client": (peer, 50000), "headers": [(b"x-forwarded-for", b"192.0.2.7")]}
        namespace.environ["socket"] = {"asgi.scope": scope}
        assert sockets_module.sockets.place("socket") == address
    assert sockets_module.sockets.place("one that is gone") == ""


async def test_a_socket_that_takes_what_it_is_given_is_not_waited_for(namespace, tab):
    namespace.fill(WAITING)
    async with asyncio.timeout(10):
        await tab.taken()


async def test_a_slow_socket_is_waited_for_until_it_has_taken_all(namespace, tab):
    namespace.fill(WAITING + 1)
    waiting = asyncio.create_task(tab.taken())
    await asyncio.wait({waiting}, timeout=0.05)
    assert not waiting.done()
    namespace.take(WAITING + 1)
    async with asyncio.timeout(10):
        await waiting


async def test_a_socket_that_has_gone_is_not_waited_for(namespace, tab):
    namespace.fill(WAITING + 1)
    waiting = asyncio.create_task(tab.taken())
    await asyncio.wait({waiting}, timeout=0.05)
    namespace.sid_to_token.clear()
    async with asyncio.timeout(10):
        await waiting


async def test_a_socket_that_the_server_has_closed_is_not_waited_for(namespace, tab):
    namespace.fill(WAITING + 1)
    namespace.server.eio.sockets.clear()
    async with asyncio.timeout(10):
        await tab.taken()


@pytest.mark.parametrize("values", [
    {"batch": ["a1", 2, "Größe \u2028 \"x\" \ud83d\ude00", [{"at": 0, "more": "…"}], None]},
    {"batch": ["a1", 1, "", [], [Attachment("ours-1", "image", "a.png", 7)]], "running": True},
])  # fmt: skip
def test_a_packet_is_what_socket_io_makes_of_an_update_of_reflex_s(namespace, values, monkeypatch):
    monkeypatch.setattr(Packet, "json", SimpleNamespace(dumps=json_dumps))
    namespace.server.packet_class = Packet
    delta = {DraftState.get_full_name(): {f"{name}_rx_state_": value for name, value in values.items()}}
    whole = Packet(data=["event", StateUpdate(delta=delta)], namespace="/_event")
    assert packet(DraftState, values, namespace) == whole.encode()
