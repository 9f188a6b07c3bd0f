"""Sockets of people who have to sign in: whose are let in, what is known of them, and when they end."""

import asyncio
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
import socketio
from starlette.datastructures import Headers

from app.identity import PERSON, Claim, Identities, Person
from app.identity.cookies import cookie_in
from app.identity.identities import STRANGER
from app.middleware import OwnSockets
from app.policy import Role
from app.state import signed_out
from app.state.sockets import sockets
from tests.unit.dify.doubles import serving
from tests.unit.routes.site import SIGNER
from tests.unit.sign_in.site import Site

ANNA = Claim("local:anna", "local", "anna", ["makers", "staff"])
SEEN = Person("local:anna", Role.BUILDER, "anna", frozenset(ANNA.groups))


@pytest.fixture
async def site(open_site) -> Site:
    return await open_site(roles="makers=builder, staff=member", session_hours=1)


@pytest.fixture
def identities(site: Site) -> Identities:
    return Identities(SIGNER, Role.VISITOR, site.sessions)


def scope_of(cookie: str = "", **headers: str) -> dict[str, Any]:
    pairs = [(name.encode(), value.encode("latin-1")) for name, value in {"cookie": cookie, **headers}.items()]
    return {"type": "websocket", "scheme": "ws", "path": "/_event/", "headers": pairs, "client": ("127.0.0.1", 1)}


async def token(site: Site, claim: Claim = ANNA) -> str:
    return (await site.sessions.begin(claim, scope_of())).partition(";")[0]


async def test_a_socket_bears_who_opened_it_and_no_token_of_theirs(site: Site, identities: Identities):
    cookie = f"a=1; {await token(site)}; b=2"
    admitted = await identities.admitted(scope_of(cookie))
    assert admitted is not None
    left = Headers(scope=admitted)["cookie"]
    assert cookie_in(cookie, "parley_session") not in left
    assert left.startswith("a=1; b=2; ")
    person = identities.proved(left)
    assert person == admitted[PERSON]
    assert (person.user, person.role, person.name, person.groups) == (SEEN.user, SEEN.role, SEEN.name, SEEN.groups)
    assert person.session


async def test_a_browser_s_own_word_of_who_it_is_is_not_heard(site: Site, identities: Identities):
    forged = Identities(SIGNER, Role.VISITOR, site.sessions).signer.proof(Person("local:admin", Role.BUILDER))
    assert await identities.admitted(scope_of(f"parley_person={forged}")) is None
    mine = await identities.admitted(scope_of(f"parley_person={forged}; {await token(site)}"))
    assert mine is not None
    assert Headers(scope=mine).getlist("cookie")[0].count("parley_person=") == 1
    assert identities.proved(Headers(scope=mine)["cookie"]).user == "local:anna"


@pytest.mark.parametrize("proof", ["", "x", "e30.e30", "\xff"])
def test_what_the_server_did_not_sign_proves_nobody(identities: Identities, proof: str):
    assert identities.proved(f"parley_person={proof}") == STRANGER
    assert identities.proved(f"parley_visitor={SIGNER.new_visitor()}") == STRANGER


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
async def test_a_page_of_another_site_opens_no_socket_though_the_browser_sends_the_cookie(site, identities, origin):
    sent = await answer_to(identities, scope_of(await token(site), host="chat.example", origin=origin))
    assert sent == ["websocket.close"]


async def test_nobody_s_socket_is_refused_and_their_page_learns_why(site: Site, identities: Identities):
    own = {"host": "chat.example", "origin": "http://chat.example"}
    assert await answer_to(identities, scope_of(**own)) == ["websocket.close"]
    assert await answer_to(identities, scope_of(await token(site), **own)) == ["websocket.accept"]
    browser = site.browser()
    assert (await browser.get("/sockets")).status_code == 401
    name, _, value = (await token(site)).partition("=")
    browser.http.cookies.set(name, value)
    assert (await browser.get("/sockets")).status_code == 204


async def answer_to(identities: Identities, scope: dict[str, Any]) -> list[str]:
    said: list[str] = []

    async def accepts(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})

    async def send(message: Any) -> None:
        said.append(message["type"])

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    await OwnSockets(accepts, lambda: 9, admitted=identities.admitted)(scope, receive, send)
    return said


async def test_a_socket_ends_soon_after_its_session_and_others_stay(site: Site, identities: Identities, monkeypatch):
    server = socketio.AsyncServer(async_mode="asgi")
    gone: dict[str, asyncio.Event] = {}
    token_of: dict[str, str] = {}
    namespace = SimpleNamespace(server=server, namespace="/", sid_to_token=token_of)
    monkeypatch.setattr(sockets, "_app", SimpleNamespace(event_namespace=namespace))

    @server.event
    async def connect(sid: str, _environ: Any) -> None:
        token_of[sid], gone[sid] = "tab", asyncio.Event()

    @server.event
    async def disconnect(sid: str, _reason: str = "") -> None:
        token_of.pop(sid)
        gone[sid].set()

    app: Any = OwnSockets(socketio.ASGIApp(server), lambda: 9, "/socket.io/", identities.admitted)
    async with serving(app, ws="wsproto") as url, aiohttp.ClientSession(url.removesuffix("/v1")) as http:
        anna, bert = [await tab(http, await token(site, claim)) for claim in (ANNA, BERT)]
        people = {sockets.person(sid).user: sid for sid in token_of}
        assert set(people) == {"local:anna", "local:bert"}
        await signed_out.end_sockets(site.sessions)
        assert len(token_of) == 2
        await site.sessions.end(sockets.person(people["local:anna"]), everywhere=True)
        await signed_out.end_sockets(site.sessions)
        async with asyncio.timeout(10):
            assert (await anna.receive()).type is aiohttp.WSMsgType.CLOSE
            await gone[people["local:anna"]].wait()
        assert list(token_of) == [people["local:bert"]]
        assert not bert.closed


BERT = Claim("local:bert", "local", "bert")


async def tab(http: aiohttp.ClientSession, cookie: str) -> aiohttp.ClientWebSocketResponse:
    """A socket as the browser's library opens it."""
    own = {"Cookie": cookie, "Origin": str(http._base_url).rstrip("/")}
    socket = await http.ws_connect("/socket.io/?EIO=4&transport=websocket", headers=own, autoclose=True)
    assert (await socket.receive_str()).startswith("0")
    await socket.send_str("40")
    assert (await socket.receive_str()).startswith("40")
    return socket
