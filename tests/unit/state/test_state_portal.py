"""The portal's state: what was read for somebody is shown to nobody else."""

from types import SimpleNamespace
from typing import Any

import pytest
import reflex as rx

from app.apps import portal as reading
from app.state import sockets as sockets_module
from app.state.portal import PortalState
from app.views import AppCard, RecentRow
from tests.unit.served import serve
from tests.unit.state.threads import ME, Task

CARD = AppCard("desk", "Help desk", "Orders.", "🛟")
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


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Place:
    made = Place()
    serve(monkeypatch, signer=SimpleNamespace(user=lambda _cookie: made.user))
    namespace = SimpleNamespace(sid_to_token=made.sockets)
    monkeypatch.setattr(sockets_module.sockets, "_app", SimpleNamespace(event_namespace=namespace))
    return made


async def shown(monkeypatch: pytest.MonkeyPatch, meanwhile: Any) -> PortalState:
    """The portal once this user's conversations were read, in which time ``meanwhile`` happened."""
    state = rx.State(_reflex_internal_init=True).get_substate(PortalState.get_full_name().split("."))
    assert isinstance(state, PortalState)

    async def recent(*_given: Any) -> list[RecentRow]:
        meanwhile()
        return [ROW]

    monkeypatch.setattr(reading, "recent", recent)
    task: Any = Task(state)
    await PortalState._show(task, ME, [], [CARD])
    return state


async def test_apps_and_conversations_are_shown(place, monkeypatch):
    state = await shown(monkeypatch, lambda: None)
    assert (state.cards, state.recent, state.ready) == ([CARD], [ROW], True)


@pytest.mark.parametrize("meanwhile", [Place.become_another, Place.leave])
async def test_what_was_read_for_somebody_who_is_gone_meanwhile_is_not_shown(place, monkeypatch, meanwhile):
    state = await shown(monkeypatch, lambda: meanwhile(place))
    assert (state.cards, state.recent, state.ready) == ([], [], False)
