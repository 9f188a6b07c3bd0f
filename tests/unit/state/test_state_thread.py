"""The thread's handlers, on a state of their own, without a socket."""

import random
from types import SimpleNamespace
from typing import Any

import pytest
import reflex as rx

from app.chat import Chat
from app.state import sockets
from app.state import thread as thread_module
from app.state.thread import ThreadState
from app.state.turns import SLOTS
from app.views import Turn

ME = "visitor-1"


@pytest.fixture
def thread(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> ThreadState:
    signer = SimpleNamespace(user=lambda _cookie: ME)
    services = SimpleNamespace(chat=chat, signer=signer)
    monkeypatch.setattr(thread_module, "current", lambda: services)
    monkeypatch.setattr(sockets, "current", lambda: services)
    root = rx.State(_reflex_internal_init=True)
    state = root.get_substate(ThreadState.get_full_name().split("."))
    assert isinstance(state, ThreadState)
    return state


def names(events: Any) -> list[str]:
    found = events if isinstance(events, list) else [events] if events else []
    return [event.handler.fn.__name__ for event in found]


def turn(number: int, status: str = "done") -> Turn:
    return Turn(id=f"turn-{number}", question=f"{number}?", status=status)


def test_a_new_socket_has_nothing_to_go_on_with_where_nothing_was_running(thread):
    assert ThreadState.rejoin.fn(thread) is None


async def test_a_new_socket_goes_on_with_the_answer_that_is_being_written(thread, chat, upstream):
    run = await chat.ask(ME, "", "Who are you?", {})
    thread.running, thread._run_id = True, run.row.id
    assert names(ThreadState.rejoin.fn(thread)) == ["follow", "watch"]
    upstream.stream.finish()
    await run.closed.wait()


def test_a_new_socket_reads_an_answer_that_ended_long_ago_instead_of_waiting_for_ever(thread):
    thread.running, thread._run_id, thread.conversation_id = True, "a run that is forgotten", "c1"
    thread._put(turn(1, "running"))
    assert names(ThreadState.rejoin.fn(thread)) == ["load"]
    assert not thread.running
    assert thread._recent() == []
    assert thread.conversation_id == "c1"


def test_each_turn_of_a_visit_stands_in_a_list_of_its_own_and_becomes_history_when_all_are_taken(thread):
    for number in range(len(SLOTS) + 2):
        thread._put(turn(number, "running"))
        thread._put(turn(number))
    assert [item.id for item in thread.turns] == [f"turn-{number}" for number in range(len(SLOTS))]
    assert [item.id for item in thread._recent()] == [f"turn-{number}" for number in (len(SLOTS), len(SLOTS) + 1)]
    assert {item.status for item in (*thread.turns, *thread._recent())} == {"done"}


def test_a_turn_that_is_put_again_stays_in_its_place(thread):
    thread.turns = [turn(0), turn(1)]
    for number in range(2, 5):
        thread._put(turn(number))
    before = [list(getattr(thread, slot)) for slot in SLOTS]
    thread._put(turn(0, "running"))
    assert [(item.id, item.status) for item in thread.turns] == [("turn-0", "running"), ("turn-1", "done")]
    assert [list(getattr(thread, slot)) for slot in SLOTS] == before
    thread._put(turn(3, "failed"))
    assert [(item.id, item.status) for item in thread._recent()] == [
        ("turn-2", "done"), ("turn-3", "failed"), ("turn-4", "done"),
    ]  # fmt: skip


def test_a_turn_is_found_in_history_and_among_this_visit_s(thread):
    thread.turns = [turn(0)]
    thread._put(turn(1))
    assert [found.id for number in (0, 1) if (found := thread._turn(f"turn-{number}"))] == ["turn-0", "turn-1"]
    assert thread._turn("turn-2") is None


def test_a_turn_of_the_history_is_taken_away_too(thread):
    thread.turns = [turn(0), turn(1)]
    thread._put(turn(2))
    thread._take_away("turn-0")
    thread._take_away("turn-9")
    assert [item.id for item in (*thread.turns, *thread._recent())] == ["turn-1", "turn-2"]


def test_history_that_is_read_again_leaves_this_visit_s_turns_where_they_are(thread):
    thread._put(turn(2))
    thread._show_history([turn(0), turn(1), turn(2, "failed")])
    assert [item.id for item in thread.turns] == ["turn-0", "turn-1"]
    assert [item.status for item in thread._recent()] == ["done"]


@pytest.mark.parametrize("seed", range(20))
def test_turns_that_come_change_and_go_stand_in_the_order_they_came_in(thread, seed):
    chance = random.Random(seed)
    expected: dict[str, str] = {}
    for number in range(40):
        which = chance.choice([number, chance.randint(0, number)])
        if chance.random() < 0.2:
            thread._take_away(f"turn-{which}")
            expected.pop(f"turn-{which}", None)
        else:
            status = chance.choice(["running", "done"])
            thread._put(turn(which, status))
            expected[f"turn-{which}"] = status
    assert [(item.id, item.status) for item in (*thread.turns, *thread._recent())] == list(expected.items())
    assert max(len(getattr(thread, slot)) for slot in SLOTS) <= 1


def test_a_turn_that_waited_goes_on_in_its_place(thread):
    thread.turns = [turn(0), turn(1, "waiting")]
    run = SimpleNamespace(row=SimpleNamespace(id="run-2"), message=SimpleNamespace(id="turn-1", question="1?"))
    assert names(thread._go_on(run)) == ["follow", "watch"]
    assert [(item.id, item.status) for item in thread.turns] == [("turn-0", "done"), ("turn-1", "running")]
    assert (thread.running, thread._run_id) == (True, "run-2")


def test_a_form_that_was_not_taken_leaves_the_thread_as_it_is(thread):
    thread.turns = [turn(1, "waiting")]
    assert thread._go_on(None) is None
    assert (thread.running, thread.turns[0].status) == (False, "waiting")


def test_a_turn_that_is_taken_away_leaves_no_gap(thread):
    for number in range(4):
        thread._put(turn(number))
    thread._take_away("turn-1")
    thread._put(turn(9))
    assert [item.id for item in thread._recent()] == ["turn-0", "turn-2", "turn-3", "turn-9"]
