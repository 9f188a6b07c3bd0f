"""In another site's page there is the one app that stands in it: another app's host may give the same name to somebody
else."""

from dataclasses import replace
from typing import Any

import pytest
import reflex as rx
from pydantic import SecretStr
from reflex.istate.data import ReflexURL

from app import services
from app.apps import NoSuchApp
from app.catalog import App
from app.chat import Chat
from app.identity.frames import Frames
from app.identity.once import OnceHere
from app.identity.passes import Pass, Passes
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from app.state.portal import PortalSearchState, PortalState
from app.state.sockets import person_of, sockets
from tests.unit.served import serve
from tests.unit.state.threads import Task
from tests.unit.wall.conftest import ME, Wall

PASSES = Passes(SecretStr("a secret of the test's own"))
ENTRIES = [App(slug=slug, embedded="guide", origins=["https://shop.example"]) for slug in ("desk", "lab")]


@pytest.fixture
def guest(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A tab in a page that the first of two apps stands in, of somebody who bears the same name in both."""
    lab = Chat("lab", wall.upstream.client, wall.ledger, Runs(wall.ledger, MemoryRunLog()))
    serve(monkeypatch, wall.chat, lab, entries=ENTRIES)
    frames = Frames({entry.slug: entry for entry in ENTRIES}.get, PASSES, OnceHere())
    monkeypatch.setattr(services, "_current", replace(services.current(), frames=frames))
    monkeypatch.setattr(sockets, "guest", lambda _socket: Pass(ME, "desk"))
    monkeypatch.setattr("app.state.portal.Tab.here", lambda _tab: True)
    tab: Any = rx.State(_reflex_internal_init=True)
    tab.router = replace(tab.router, url=ReflexURL("http://parley.test/embed/desk"))
    return tab


async def test_the_events_of_all_apps_show_that_one_there(guest):
    portal = guest.get_substate(PortalState.get_full_name().split("."))
    search = guest.get_substate(PortalSearchState.get_full_name().split("."))
    await PortalState.look.fn(Task(portal))
    await PortalState.read.fn(Task(portal))
    await PortalSearchState.look.fn(Task(search), "1", "Why?")
    assert [card.slug for card in portal.cards] == ["desk"]
    assert {row.app for row in portal.recent} == {found.app for found in search.found} == {"desk"}


async def test_whoever_came_there_finds_no_other_app(guest):
    mine = services.current().apps.open_to(person_of(guest))
    assert mine.at("desk").slug == "desk"
    with pytest.raises(NoSuchApp):
        mine.at("lab")


async def test_an_address_that_is_signed_there_opens_no_other_app():
    signed = PASSES.signed(ME, "desk", "/files/1")
    assert PASSES.allowed(signed, "desk", "/files/1").app == "desk"
