"""An app that is for the members of a group is to everybody else as one that never was, whatever is asked for.

And so is one that is not for visitors to whoever has not signed in, where others have.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
import reflex as rx
from reflex.istate.data import ReflexURL
from starlette.applications import Starlette

from app import services
from app.apps import NoSuchApp
from app.catalog import App
from app.routes import ROUTES
from app.routes.common import nowhere
from app.state.portal import PortalSearchState, PortalState
from app.state.session import SessionState
from app.state.thread import ThreadState
from app.state.wall import chat_of, own
from app.views import AppFace
from tests.unit.served import serve
from tests.unit.state.threads import Task
from tests.unit.wall.cases import HANDLER_CASES, ROUTE_CASES
from tests.unit.wall.conftest import ME, Wall
from tests.unit.wall.listed import states
from tests.unit.wall.rules import HANDLERS, LOOKED_UP

KINDS = {state.__name__: state for state in states()}
PATIENCE = 30.0  # seconds: what has found a running answer follows it
SITE = "http://parley.test"
QUIET = {"ThreadState.move"}  # it is the event that follows which finds none
MEMBERS, OTHERS = ["staff"], ["partners"]
FOR_MEMBERS = App(slug="desk", embedded="desk", groups=MEMBERS)
FOR_ALL_WHO_SIGN_IN = App(slug="desk", embedded="desk")


def at(path: str) -> Any:
    tab: Any = rx.State(_reflex_internal_init=True)
    tab.router = replace(tab.router, url=ReflexURL(f"{SITE}{path}"))
    return tab


@pytest.fixture
def come(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Somebody comes, as a member of groups, to an app that is for the staff."""

    def become(*groups: str) -> None:
        serve(monkeypatch, wall.chat, user=ME, entries=[FOR_MEMBERS], groups=groups)

    return become


@pytest.fixture(params=["no member", "a visitor"])
def come_outside(request: Any, wall: Wall, come: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Somebody comes to an app that is not for them, though they have something there of when it was."""
    if request.param == "no member":
        return lambda: come(*OTHERS)
    return lambda: serve(monkeypatch, wall.chat, user=ME, entries=[FOR_ALL_WHO_SIGN_IN], visitor=True)


async def outcome(name: str, path: str, arguments: tuple[Any, ...]) -> str:
    """What a call comes to in a tab at ``path``: that there is no such app, or all that it then shows."""
    kind, _, method = name.partition(".")
    tab = at(path)
    thread = tab.get_substate(ThreadState.get_full_name().split("."))
    thread.visit = "visit-1"
    state, handler = tab.get_substate(KINDS[kind].get_full_name().split(".")), getattr(KINDS[kind], method)
    try:
        follows = handler.fn(Task(state) if handler.is_background else state, *arguments)
        if hasattr(follows, "__anext__"):
            follows = await anext(follows)
        elif hasattr(follows, "__await__"):
            follows = await asyncio.wait_for(follows, PATIENCE)
    except TimeoutError:
        return "it goes on"
    except NoSuchApp:
        return "no such app"
    shown = f"{follows} {tab.dict()}".replace(path, "/apps/…")
    return shown.replace(thread.thread_key, "<key>") if thread.thread_key else shown


@pytest.mark.parametrize("name", sorted(HANDLER_CASES))
async def test_to_whoever_it_is_not_for_each_event_that_takes_an_id_finds_no_app(wall, come_outside, name):
    """Though the id is one's own, of when it was."""
    kept, asked = await wall.kept(), len(wall.upstream.requests)
    for arguments in HANDLER_CASES[name](wall.mine):
        come_outside()
        told = [await outcome(name, path, arguments) for path in ("/apps/desk", "/apps/never")]
        assert len(set(told)) == 1, told
        if HANDLERS[name] is LOOKED_UP and name not in QUIET:
            assert told[0] == "no such app"
    assert len(wall.upstream.requests) == asked
    assert await wall.kept() == kept


@pytest.mark.parametrize("path", ["/apps/desk", "/"])
async def test_a_member_finds_the_app_and_nobody_else_does(wall, come, path):
    come(*MEMBERS, *OTHERS)
    assert chat_of(at(path)).slug == "desk"
    for groups in (OTHERS, []):
        come(*groups)
        with pytest.raises(NoSuchApp):
            chat_of(at(path))


async def test_of_whoever_is_a_member_no_more_the_page_s_state_is_empty(wall, come):
    come(*MEMBERS)
    tab = at("/apps/desk")
    session = tab.get_substate(SessionState.get_full_name().split("."))
    await own(tab)
    session.face = AppFace(name="For the staff")
    await own(tab)
    assert session.face.name
    come(*OTHERS)
    await own(tab)
    assert session.face == AppFace()


@pytest.fixture
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Starlette(routes=ROUTES, exception_handlers={NoSuchApp: nowhere}))
    async with httpx.AsyncClient(transport=transport, base_url=SITE, headers={"Origin": SITE}) as client:
        yield client


@pytest.mark.parametrize("below", ["", "/apps/desk"])
@pytest.mark.parametrize("name", sorted(ROUTE_CASES))
async def test_to_whoever_it_is_not_for_each_route_answers_as_where_there_is_no_app(
    wall, come_outside, browser, name, below
):
    come_outside()
    for method, path in ROUTE_CASES[name](wall.mine):
        closed, never = [await browser.request(method, f"{base}{path}") for base in (below, "/apps/never")]
        assert closed.status_code == never.status_code in (404, 405)
        assert (closed.text, dict(closed.headers)) == (never.text, dict(never.headers))


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/files"), ("POST", "/files/link"), ("POST", "/audio"), ("GET", "/export"),
                         ("GET", "/icons/app"), ("GET", "/manifest.webmanifest")],
)  # fmt: skip
async def test_to_whoever_it_is_not_for_what_takes_no_id_answers_so_too(wall, come_outside, browser, method, path):
    come_outside()
    asked = len(wall.upstream.requests)
    headers = {"Content-Type": "audio/wav", "X-File-Name": "a.png"}
    closed, never = [
        await browser.request(
            method, f"/apps/{slug}{path}", headers=headers, content=b"RIFF" if method == "POST" else b""
        )
        for slug in ("desk", "never")
    ]
    assert (closed.status_code, closed.text.replace("desk", "never")) == (never.status_code, never.text)
    assert len(wall.upstream.requests) == asked


@pytest.mark.parametrize("below", ["", "/apps/desk"])
async def test_a_share_of_it_is_read_by_members_alone(wall, come, browser, below):
    token, _ = await wall.chat.sharing.share(ME, wall.mine.conversation, None)
    come(*MEMBERS)
    assert (await browser.get(f"{below}/s/{token}")).status_code == 200
    come(*OTHERS)
    closed, never = [await browser.get(f"{below}/s/{some}") for some in (token, token[::-1])]
    assert closed.status_code == never.status_code == 404
    assert closed.text == never.text


@pytest.mark.parametrize("below", ["", "/apps/desk"])
async def test_a_share_of_one_without_groups_is_read_by_whoever_has_the_link(wall, come_outside, browser, below):
    token, _ = await wall.chat.sharing.share(ME, wall.mine.conversation, None)
    come_outside()
    is_for_members = services.current().apps.entry("desk") == FOR_MEMBERS
    assert (await browser.get(f"{below}/s/{token}")).status_code == (404 if is_for_members else 200)


@pytest.mark.parametrize("path", ["/apps/desk", "/"])
async def test_a_visitor_finds_an_app_that_is_for_visitors(wall, monkeypatch, path):
    serve(monkeypatch, wall.chat, user=ME, entries=[App(slug="desk", embedded="desk", visitors=True)], visitor=True)
    assert chat_of(at(path)).slug == "desk"


@pytest.mark.parametrize(("groups", "there"), [(MEMBERS, True), (OTHERS, False)])
async def test_it_has_a_card_and_is_listed_and_found_among_all_apps_for_members_alone(come, monkeypatch, groups, there):
    come(*groups)
    monkeypatch.setattr("app.state.portal.Tab.here", lambda _tab: True)
    tab = at("/apps")
    portal = tab.get_substate(PortalState.get_full_name().split("."))
    search = tab.get_substate(PortalSearchState.get_full_name().split("."))
    await PortalState.look.fn(Task(portal))
    await PortalState.read.fn(Task(portal))
    await PortalSearchState.look.fn(Task(search), "1", "Why?")
    assert ([card.slug for card in portal.cards], bool(portal.recent)) == (["desk"] if there else [], there)
    assert (bool(search.found), search.answered) == (there, "1")
