"""The portal's state: what comes when, and that what was read for somebody is shown to nobody else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from types import SimpleNamespace
from typing import Any

import pytest
import reflex as rx

from app.apps import portal as reading
from app.chat import Chat
from app.ledger import Ledger
from app.news import EVERYBODY, Changed, Hosted, MemoryNews
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from app.services import current
from app.state import sockets as sockets_module
from app.state.portal import PortalState
from app.views import AppFace, RecentRow
from tests.unit.runs.doubles import Upstream
from tests.unit.served import serve
from tests.unit.state.threads import ME, Task

ROW = RecentRow(id="one", name="Mine", app="desk", app_name="Help desk")


class Place:
    """A tab's socket, and whom its cookie proves."""

    def __init__(self) -> None:
        self.user = ME
        self.sockets = {"": ""}

    def leave(self) -> None:
        self.sockets.clear()

    def become_another(self) -> None:
        self.user = "visitor-2"


class Faces:
    """What each app says of itself, once it is let."""

    def __init__(self, *chats: Chat) -> None:
        self.asked = {chat.slug: asyncio.Future[AppFace]() for chat in chats}

    def of(self, slug: str) -> Any:
        return lambda _user: self.asked[slug]


@pytest.fixture
async def chats(ledger: Ledger, upstream: Upstream) -> AsyncIterator[list[Chat]]:
    runs = Runs(ledger, MemoryRunLog(), MemoryNews())
    made = [Chat(slug, upstream.client, ledger, runs) for slug in ("desk", "lab", "far")]
    yield made
    for chat in made:
        await chat.close()


@pytest.fixture
def faces(chats: list[Chat], monkeypatch: pytest.MonkeyPatch) -> Faces:
    made = Faces(*chats)
    for chat in chats:
        monkeypatch.setattr(chat, "face", made.of(chat.slug))
    return made


@pytest.fixture
def place(chats: list[Chat], monkeypatch: pytest.MonkeyPatch) -> Place:
    made = Place()
    serve(monkeypatch, *chats, signer=SimpleNamespace(user=lambda _cookie: made.user))
    namespace = SimpleNamespace(sid_to_token=made.sockets)
    monkeypatch.setattr(sockets_module.sockets, "_app", SimpleNamespace(event_namespace=namespace))
    return made


@pytest.fixture
def portal(place: Place) -> PortalState:
    state = rx.State(_reflex_internal_init=True).get_substate(PortalState.get_full_name().split("."))
    assert isinstance(state, PortalState)
    return state


def do(portal: PortalState, name: str) -> Any:
    task: Any = Task(portal)
    return getattr(PortalState, name).fn(task)


def shown(portal: PortalState) -> list[tuple[str, bool, bool]]:
    return [(card.name, card.asked, card.away) for card in portal.cards]


async def until(condition: Any) -> None:
    for _ in range(1_000):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("it did not come about")


async def test_each_app_s_answer_is_shown_as_it_comes_and_one_that_fails_fails_alone(portal, faces):
    looking = asyncio.create_task(do(portal, "look"))
    await until(lambda: portal.ready)
    assert shown(portal) == [("desk", False, False), ("lab", False, False), ("far", False, False)]
    faces.asked["far"].set_exception(RuntimeError("nobody foresaw this"))
    await until(lambda: portal.away)
    faces.asked["desk"].set_result(AppFace(name="Help desk"))
    await until(lambda: portal.cards[0].asked)
    assert shown(portal) == [("Help desk", True, False), ("lab", False, False), ("far", True, True)]
    faces.asked["lab"].set_result(AppFace(name="Laboratory"))
    assert await looking == PortalState.read  # the names of the apps stand beside the conversations
    assert shown(portal)[1] == ("Laboratory", True, False)


async def test_cards_are_shown_though_conversations_cannot_be_read(portal, faces, monkeypatch):
    async def recent(*_given: Any) -> list[RecentRow]:
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr(reading, "recent", recent)
    with pytest.raises(RuntimeError):
        await do(portal, "read")
    for face in faces.asked.values():
        face.set_result(AppFace(name="It"))
    await do(portal, "look")
    assert [name for name, _, _ in shown(portal)] == ["It"] * 3


@pytest.mark.parametrize("meanwhile", [Place.become_another, Place.leave])
async def test_what_was_read_for_somebody_who_is_gone_meanwhile_is_not_shown(portal, place, monkeypatch, meanwhile):
    async def recent(*_given: Any) -> list[RecentRow]:
        meanwhile(place)
        return [ROW]

    monkeypatch.setattr(reading, "recent", recent)
    await do(portal, "read")
    assert (portal.recent, portal.known) == ([], False)


@pytest.mark.parametrize("meanwhile", [Place.become_another, Place.leave])
async def test_what_an_app_said_to_somebody_who_is_gone_meanwhile_is_not_shown(portal, place, faces, meanwhile):
    looking = asyncio.create_task(do(portal, "look"))
    await until(lambda: portal.ready)
    meanwhile(place)
    faces.asked["desk"].set_result(AppFace(name="Help desk"))
    await looking
    assert shown(portal)[0] == ("desk", False, False)


async def test_what_happens_in_any_app_is_read_and_an_edit_of_the_file_shows_other_apps(portal, place, chats):
    news = chats[0].news
    async with aclosing(do(portal, "follow")) as following:
        assert [await anext(following) for _ in range(2)] == [PortalState.read, PortalState.look]
        await news.publish("lab", "visitor-2", Changed("theirs"))
        await news.publish("lab", ME, Changed("mine"))
        assert await anext(following) == PortalState.read
        current().apps.become([chats[0], chats[2]])
        await news.publish(*EVERYBODY, Hosted())
        assert [await anext(following) for _ in range(2)] == [PortalState.read, PortalState.look]
        await news.publish("lab", ME, Changed("of an app that is gone"))
        place.leave()
        await news.publish("far", ME, Changed("mine"))
        with pytest.raises(StopAsyncIteration):
            await anext(following)
