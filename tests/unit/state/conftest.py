"""A thread's state over a chat."""

import pytest
import reflex as rx

from app.chat import Chat
from app.state.thread import ThreadState
from tests.unit.served import serve
from tests.unit.state.threads import ME


@pytest.fixture
def thread(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> ThreadState:
    serve(monkeypatch, chat, user=ME)
    state = rx.State(_reflex_internal_init=True).get_substate(ThreadState.get_full_name().split("."))
    assert isinstance(state, ThreadState)
    state.visit = "visit-1"
    return state
