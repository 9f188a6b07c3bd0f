"""What an agent has open, on a state of its own without a socket: what is done there, and what it then shows."""

from types import SimpleNamespace
from typing import Any

import pytest
import reflex as rx

from app.policy import Role
from app.state import sockets as sockets_module
from app.state.console_thread import ConsoleThreadState
from tests.unit.chat.talks import CONVERSATIONS, MESSAGES, page
from tests.unit.served import serve
from tests.unit.state.threads import Task


@pytest.fixture
def tab(chat, upstream, monkeypatch) -> Any:
    """An agent's tab."""
    serve(monkeypatch, chat, user="agent-1", role=Role.AGENT)
    sockets = SimpleNamespace(sid_to_token={"": ""}, namespace="", server=SimpleNamespace(get_environ=lambda *_: {}))
    monkeypatch.setattr(sockets_module.sockets, "_app", SimpleNamespace(event_namespace=sockets))
    upstream.on(CONVERSATIONS, page())
    upstream.on(MESSAGES, page())
    return rx.State(_reflex_internal_init=True)


@pytest.fixture
def thread(tab) -> Any:
    return tab.get_substate(ConsoleThreadState.get_full_name().split("."))


async def do(thread: Any, name: str, *given: Any) -> Any:
    handler = getattr(ConsoleThreadState, name)
    return await handler.fn(Task(thread) if handler.is_background else thread, *given)


def turns(thread: Any) -> list[tuple[str, str, str]]:
    return [(turn.question, turn.answer, turn.status) for turn in thread._turns()]
