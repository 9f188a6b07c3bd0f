"""A pass that runs out while its page is open."""

import json
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
import socketio
from reflex.utils.format import json_dumps
from socketio.packet import Packet

from app.i18n.de import DE
from app.identity.passes import EARLY, Pass
from app.state.frame import FrameState
from app.state.renewing import ask_anew
from app.state.sockets import sockets
from tests.unit.dify.doubles import serving


async def test_a_page_is_asked_for_another_pass_once_and_is_heard_meanwhile(monkeypatch: pytest.MonkeyPatch):
    server, guest = socketio.AsyncServer(async_mode="asgi"), Pass("42", "desk", "host")
    token_of: dict[str, str] = {}
    namespace = SimpleNamespace(server=server, namespace="/", sid_to_token=token_of)
    monkeypatch.setattr(Packet, "json", SimpleNamespace(dumps=json_dumps, loads=json.loads))  # as Reflex has it
    monkeypatch.setattr(sockets, "_app", SimpleNamespace(event_namespace=namespace))

    @server.event
    async def connect(sid: str, _environ: Any) -> None:
        token_of[sid] = "tab"

    app: Any = socketio.ASGIApp(server)
    async with serving(app, ws="wsproto") as url, aiohttp.ClientSession(url.removesuffix("/v1")) as http:
        page, _other = [await opened(http) for _ in range(2)]
        socket, other = token_of
        sockets.admit(socket, guest, EARLY + 1)
        sockets.admit(other, guest, EARLY + 1)
        assert await ask_anew(frozenset()) == set()
        sockets.admit(socket, guest, EARLY - 1)
        asked = await ask_anew(frozenset())
        assert asked == {socket}
        assert await ask_anew(asked) == {socket}
        assert sockets.guest(socket) == guest
        told = await page.receive_str()
        assert list(json.loads(told[2:])[1]["delta"]) == [FrameState.get_full_name()]
        assert DE.frame_refused in told
        sockets.admit(socket, guest, 0)
        assert sockets.guest(socket) is None
        assert await ask_anew(asked) == set()
        await server.emit("end", to=socket)
        assert (await page.receive_str()).startswith('42["end"')


async def opened(http: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
    """A socket of a German's page."""
    speaks = {"Accept-Language": "de"}
    page = await http.ws_connect("/socket.io/?EIO=4&transport=websocket", headers=speaks, autoclose=True)
    assert (await page.receive_str()).startswith("0")
    await page.send_str("40")
    assert (await page.receive_str()).startswith("40")
    return page
