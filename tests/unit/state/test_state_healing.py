"""What is said of a thread that could not be read, and for how long."""

from types import SimpleNamespace

import pytest
import reflex as rx

from app.chat import Page
from app.dify.errors import Unreachable
from app.state.thread import ThreadState
from app.views import Notice
from tests.unit.served import serve

AWAY = Page(error=Unreachable("for the log"))


@pytest.fixture
def thread(monkeypatch: pytest.MonkeyPatch) -> ThreadState:
    serve(monkeypatch, SimpleNamespace(slug="app-1"))
    root = rx.State(_reflex_internal_init=True)
    state = root.get_substate(ThreadState.get_full_name().split("."))
    assert isinstance(state, ThreadState)
    state.conversation_id = "c1"
    return state


def test_a_thread_that_could_not_be_read_says_so_until_it_could(thread):
    thread._tell_of(AWAY)
    assert (thread.unread, thread.notice) == (True, Notice("error_unreachable", {}, "again"))
    assert ThreadState.read_again.fn(thread).handler.fn.__name__ == "load"
    thread._tell_of(Page())
    assert (thread.unread, thread.notice) == (False, Notice())
    assert ThreadState.read_again.fn(thread) is None


def test_what_was_said_of_something_else_stays(thread):
    thread.notice = Notice("rating_refused")
    thread._tell_of(Page())
    assert thread.notice == Notice("rating_refused")


def test_nothing_is_read_again_while_an_answer_is_being_written(thread):
    thread._tell_of(AWAY)
    thread.running = True
    assert ThreadState.read_again.fn(thread) is None
