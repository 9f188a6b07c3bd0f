"""A thread's state over a chat."""

from types import SimpleNamespace

import pytest
import reflex as rx

from app.chat import Chat
from app.state import actions as actions_module
from app.state import asking as asking_module
from app.state import forms as forms_module
from app.state import healing as healing_module
from app.state import sockets
from app.state import thread as thread_module
from app.state.thread import ThreadState
from tests.unit.state.threads import ME


@pytest.fixture
def thread(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> ThreadState:
    services = SimpleNamespace(chat=chat, signer=SimpleNamespace(user=lambda _cookie: ME))
    for module in (actions_module, asking_module, forms_module, healing_module, thread_module, sockets):
        monkeypatch.setattr(module, "current", lambda: services)
    state = rx.State(_reflex_internal_init=True).get_substate(ThreadState.get_full_name().split("."))
    assert isinstance(state, ThreadState)
    state.visit = "visit-1"
    return state
