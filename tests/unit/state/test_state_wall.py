"""The wall between apps: which one a tab is in, and that a state is of one alone."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import ReflexURL

from app import services
from app.catalog import App
from app.identity import Person
from app.policy import Role
from app.services import current
from app.state.session import SessionState
from app.state.wall import NoSuchApp, OwnerWall, chat_of, disown, slug_in
from app.views import AppFace
from tests.unit.served import serve


async def ask(_socket: str) -> None:
    raise AssertionError("no page of ours has to say who is there")


async def lead(_socket: str) -> None:
    raise AssertionError("nobody has to sign in")


CHATS: list[Any] = [SimpleNamespace(slug="guide"), SimpleNamespace(slug="desk")]


@pytest.fixture
def tab() -> rx.State:
    return rx.State(_reflex_internal_init=True)


def go(tab: rx.State, path: str) -> None:
    tab.router = replace(tab.router, url=ReflexURL(f"http://host{path}"))


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/", ""),
        ("", ""),
        ("/c/1", ""),
        ("/apps", ""),
        ("/apps/guide", "guide"),
        ("/apps/guide/c/1", "guide"),
        ("/embed", ""),
        ("/embedded/guide", ""),
        ("/embed/guide", "guide"),
        ("/embed/guide/c/1", "guide"),
    ],
)
def test_an_address_names_its_app(path, slug):
    assert slug_in(path) == slug


def test_a_tab_is_in_the_app_that_its_address_names(tab, monkeypatch):
    serve(monkeypatch, *CHATS)
    go(tab, "/apps/desk/c/1")
    assert chat_of(tab) is CHATS[1]


def test_a_tab_has_its_app_s_chat_as_its_person_may_see_it(tab, monkeypatch):
    seen = SimpleNamespace(slug="desk")
    chat: Any = SimpleNamespace(slug="desk", seen_by={Role.BUILDER: seen}.get)
    serve(monkeypatch, user="visitor-1", role=Role.BUILDER)
    current().apps.become([chat])
    assert chat_of(tab) is seen


@pytest.mark.parametrize("path", ["/", "/c/1", "/apps/nope"])
def test_a_tab_at_no_app_s_address_has_none(tab, monkeypatch, path):
    serve(monkeypatch, *CHATS)
    go(tab, path)
    with pytest.raises(NoSuchApp):
        chat_of(tab)


def test_the_only_app_needs_no_name(tab, monkeypatch):
    serve(monkeypatch, CHATS[0])
    go(tab, "/c/1")
    assert chat_of(tab) is CHATS[0]


async def test_a_state_of_another_app_is_found_empty(tab, monkeypatch):
    serve(monkeypatch, *CHATS, user="visitor-1")
    session = tab.get_substate(SessionState.get_full_name().split("."))
    assert isinstance(session, SessionState)
    wall: Any = OwnerWall("", ask, lead)
    go(tab, "/apps/guide")
    await wall.preprocess(None, tab, None)
    session.face = AppFace(name="Guide")
    go(tab, "/apps/guide/c/1")
    await wall.preprocess(None, tab, None)
    assert session.face.name == "Guide"
    go(tab, "/apps/desk")
    await wall.preprocess(None, tab, None)
    assert session.face == AppFace()


async def test_a_state_that_was_disowned_is_found_empty_by_its_own_person(tab, monkeypatch):
    serve(monkeypatch, *CHATS, user="visitor-1")
    session = tab.get_substate(SessionState.get_full_name().split("."))
    wall: Any = OwnerWall("", ask, lead)
    go(tab, "/apps/guide")
    await wall.preprocess(None, tab, None)
    session.face = AppFace(name="Guide")
    await disown(session)
    assert session.face.name == "Guide"
    await wall.preprocess(None, tab, None)
    assert session.face == AppFace()


ANNA = Person("local:anna", name="anna", session="1")
VISITOR = Person("visitor-1", visitor=True)


@pytest.mark.parametrize(
    ("before", "now", "led"),
    [
        (ANNA, VISITOR, True),
        (ANNA, Person("local:bert", session="2"), True),
        (VISITOR, ANNA, True),
        (VISITOR, Person("visitor-2", visitor=True), False),
        (VISITOR, Person(visitor=True), True),
        (ANNA, Person(visitor=True), True),
    ],
)
async def test_of_whoever_has_signed_in_nothing_is_heard_as_of_another_and_nothing_of_another_as_of_them(
    tab, monkeypatch, before, now, led
):
    led_away: list[str] = []

    async def lead(socket: str) -> None:
        led_away.append(socket)

    there = [before]
    identities: Any = SimpleNamespace(door=object(), proved=lambda _cookie: there[0])
    serve(monkeypatch, *CHATS, entries=[App(slug="guide", embedded="guide", visitors=True)])
    monkeypatch.setattr(services, "_current", replace(current(), identities=identities))
    session = tab.get_substate(SessionState.get_full_name().split("."))
    wall: Any = OwnerWall("", ask, lead)
    go(tab, "/apps/guide")
    assert await wall.preprocess(None, tab, None) is None
    session.face = AppFace(name="Seen before")
    there[0] = now
    for _ in range(2):
        assert (await wall.preprocess(None, tab, None) is not None) is led
    assert (len(led_away), session.face.name) == ((2, "Seen before") if led else (0, ""))
