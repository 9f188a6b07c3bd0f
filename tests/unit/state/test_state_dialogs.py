"""What a dialog reads of a conversation that was left meanwhile is not shown in the next one's."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
import reflex as rx

from app.chat import Page
from app.state import console_open
from app.state.console_correcting import ConsoleCorrectingState
from app.state.console_thread import ConsoleThreadState
from app.state.given import GivenState
from app.state.thread import ThreadState
from app.state.variables import VariablesState
from app.views import Correction, Detail, InboxLine, Notice, Variable
from tests.unit.served import serve
from tests.unit.state.threads import ME, Task


class Slow:
    """An app that answers when it is let go, with something of the conversation that it was asked about."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.go = asyncio.Event()

    async def _wait(self) -> None:
        self.asked.set()
        await self.go.wait()

    async def given(self, _user: str, place: str) -> list[Detail]:
        await self._wait()
        return [Detail("order", "Order", "text-input", f"of {place}", [])]

    async def all(self, _user: str, place: str) -> list[Variable]:
        await self._wait()
        return [Variable("order", "string", f"of {place}")]

    async def correction(self, _app: str, place: str, *_turn: object) -> Correction:
        await self._wait()
        return Correction("Why?", f"of {place}")

    async def correct(self, *_given: object, **_more: object) -> Notice:
        await self._wait()
        return Notice("corrected")

    async def set(self, _user: str, _place: str, _name: str, _value: str) -> Notice:
        await self._wait()
        return Notice("gone")


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Slow:
    slow = Slow()
    chat = SimpleNamespace(slug="app", details=slow, variables=slow)
    serve(monkeypatch, chat, user=ME)
    return slow


@pytest.mark.parametrize(
    ("kind", "handler", "args", "shown"),
    [
        (GivenState, "look", (), "given"),
        (VariablesState, "look", (), "variables"),
        (VariablesState, "change", ({"name": "order", "value": "2"},), "wrong"),
    ],
)
@pytest.mark.parametrize("left", [True, False])
async def test_a_dialog_shows_what_it_read_while_its_conversation_is_open(
    app: Slow, kind: type[rx.State], handler: str, args: tuple[Any, ...], shown: str, left: bool
) -> None:
    root = rx.State(_reflex_internal_init=True)
    thread = root.get_substate(ThreadState.get_full_name().split("."))
    state = root.get_substate(kind.get_full_name().split("."))
    assert isinstance(thread, ThreadState)
    thread.conversation_id = "c1"
    task = asyncio.create_task(getattr(kind, handler).fn(Task(state), *args))
    await app.asked.wait()
    if left:
        thread.conversation_id = "c2"
    app.go.set()
    await task
    assert bool(getattr(state, shown)) is not left


def correcting(app: Slow, monkeypatch: pytest.MonkeyPatch) -> tuple[ConsoleThreadState, ConsoleCorrectingState]:
    """A conversation that an agent has open, and the dialog over it."""
    monkeypatch.setattr(console_open, "inbox_of", lambda _state: app)
    root = rx.State(_reflex_internal_init=True)
    thread = root.get_substate(ConsoleThreadState.get_full_name().split("."))
    state = root.get_substate(ConsoleCorrectingState.get_full_name().split("."))
    assert isinstance(thread, ConsoleThreadState)
    assert isinstance(state, ConsoleCorrectingState)
    thread.line, thread._page = InboxLine("app c1", "app", id="c1"), cast("Page", object())
    return thread, state


@pytest.mark.parametrize("left", [True, False])
async def test_an_answer_is_corrected_over_the_conversation_that_it_stands_in(
    app: Slow, monkeypatch: pytest.MonkeyPatch, left: bool
) -> None:
    thread, state = correcting(app, monkeypatch)
    task = asyncio.create_task(ConsoleCorrectingState.begin.fn(Task(state), "t1"))
    await app.asked.wait()
    if left:
        thread.line = InboxLine("app c2", "app", id="c2")
    app.go.set()
    await task
    assert (state.opened, state.turn) == ((False, "") if left else (True, "t1"))


@pytest.mark.parametrize("begun", [True, False])
async def test_what_became_of_a_correction_is_said_where_it_was_written(
    app: Slow, monkeypatch: pytest.MonkeyPatch, begun: bool
) -> None:
    _, state = correcting(app, monkeypatch)
    state.turn, state.form = "t1", "one"
    task = asyncio.create_task(ConsoleCorrectingState.save.fn(Task(state), {"question": "Why?", "answer": "So."}))
    await app.asked.wait()
    if begun:  # with another turn, whose form is nobody's but that
        state.turn, state.form, state.busy = "t2", "another", False
    app.go.set()
    await task
    assert (state.done.key, state.busy) == ("" if begun else "corrected", False)
