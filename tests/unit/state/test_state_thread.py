"""The thread's handlers, on a state of their own, without a socket."""

import asyncio
import random
from types import SimpleNamespace
from typing import Any

import pytest
from reflex.istate.proxy import StateProxy
from reflex_base.event.context import EventContext

from app.identity import Person
from app.runs.draft import files_of, thoughts_of
from app.runs.registry import LiveRun
from app.state import asking, sockets
from app.state.session import SessionState
from app.state.thread import ThreadState, _begun, _ended
from app.views import AppFace, Attachment, Notice, Turn
from tests.unit.runs.doubles import IDS, Stream
from tests.unit.served import serve
from tests.unit.state.threads import ME, MESSAGES, asked, do, ended, opened, shown


class Background(StateProxy):
    """The state as a background handler has it: a proxy, to be changed only within ``async with``."""

    def __init__(self, *given: Any, **named: Any) -> None:
        with EventContext(token="token", state_manager=None, enqueue_impl=None):  # type: ignore[arg-type]
            super().__init__(*given, **named)

    async def __aenter__(self) -> "Background":
        self._self_mutable = True
        return self

    async def __aexit__(self, *_: object) -> None:
        self._self_mutable = False


def names(events: Any) -> list[str]:
    found = events if isinstance(events, list) else [events] if events else []
    return [event.handler.fn.__name__ for event in found]


def turn(number: int, status: str = "done") -> Turn:
    return Turn(id=f"turn-{number}", question=f"{number}?", status=status)


async def test_a_new_socket_has_nothing_to_go_on_with_where_nothing_was_running(thread):
    assert await ThreadState.rejoin.fn(thread) is None


async def test_a_new_socket_goes_on_with_the_answer_that_is_being_written(thread, chat, upstream):
    run = await chat.ask(ME, "", "Who are you?", {})
    thread.running, thread._run_id = True, run.row.id
    assert names(await ThreadState.rejoin.fn(thread)) == ["follow", "watch"]
    upstream.stream.finish()
    await run.closed.wait()


async def test_a_new_socket_reads_an_answer_that_ended_long_ago_instead_of_waiting_for_ever(thread):
    thread.running, thread._run_id, thread.conversation_id = True, "a run that is forgotten", "c1"
    thread._put(turn(1, "running"))
    assert names(await ThreadState.rejoin.fn(thread)) == ["load"]
    assert not thread.running
    assert shown(thread) == []
    assert thread.conversation_id == "c1"


async def test_a_turn_that_was_asked_again_elsewhere_leaves_the_thread_when_it_is_read(thread, chat, upstream):
    run = await chat.ask(ME, "", "Who are you?", {})
    place = run.row.conversation_id
    await opened(thread, place)
    upstream.stream.break_off()
    batch = await chat.runs.log.last(run.row.id)
    await run.closed.wait()
    thread._put(_ended(thread._turn(run.message.id), batch))
    thread.running = False
    upstream.stream = Stream()
    again = await chat.ask_again(ME, run.message.id, "")
    await do(thread, "load", place)
    assert [(turn.id, turn.status) for turn in shown(thread)] == [(again.message.id, "running")]
    upstream.stream.finish()
    await again.closed.wait()


async def test_what_was_asked_while_the_thread_was_read_is_not_overtaken_by_what_was_read(thread, chat, upstream):
    await asked(thread, chat, upstream)
    place = thread.conversation_id
    await chat.ask(ME, place, "And what then?", {})
    thread._clear(place, thread.visit)

    def meanwhile(_: Any) -> dict[str, Any]:
        thread.running, thread._run_id = True, "a newer run"
        return {"data": [], "has_more": False, "limit": 20}

    upstream.on(MESSAGES, meanwhile)
    assert names(await do(thread, "load", place)) == ["load"]
    assert (thread.running, thread._run_id) == (True, "a newer run")


def test_a_turn_that_is_put_again_stays_in_its_place(thread):
    thread._show_history([turn(0), turn(1)])
    for number in range(2, 5):
        thread._put(turn(number))
    thread._put(turn(0, "running"))
    thread._put(turn(3, "failed"))
    assert [(item.id, item.status) for item in shown(thread)] == [
        ("turn-0", "running"), ("turn-1", "done"), ("turn-2", "done"), ("turn-3", "failed"), ("turn-4", "done"),
    ]  # fmt: skip


def test_a_turn_is_found_in_history_and_among_this_visit_s(thread):
    thread._show_history([turn(0)])
    thread._put(turn(1))
    assert [found.id for number in (0, 1) if (found := thread._turn(f"turn-{number}"))] == ["turn-0", "turn-1"]
    assert thread._turn("turn-2") is None


def test_a_turn_of_the_history_is_taken_away_too(thread):
    thread._show_history([turn(0), turn(1)])
    thread._put(turn(2))
    thread._take_away("turn-0")
    thread._take_away("turn-9")
    assert [item.id for item in shown(thread)] == ["turn-1", "turn-2"]


def test_history_that_is_read_again_leaves_this_visit_s_turns_where_they_are(thread):
    thread._put(turn(2))
    thread._show_history([turn(0), turn(1), turn(2, "failed")])
    assert [(item.id, item.status) for item in shown(thread)] == [
        ("turn-0", "done"), ("turn-1", "done"), ("turn-2", "done"),
    ]  # fmt: skip
    thread._show_history([turn(0), turn(2, "failed")], anew=True)
    assert [(item.id, item.status) for item in shown(thread)] == [("turn-0", "done"), ("turn-2", "failed")]


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
    assert [(item.id, item.status) for item in shown(thread)] == list(expected.items())
    assert thread.ending == (list(expected.values())[-1] if expected else "")


def test_a_turn_that_waited_goes_on_in_its_place(thread):
    thread._show_history([turn(0), turn(1, "waiting")])
    run = SimpleNamespace(row=SimpleNamespace(id="run-2"), message=SimpleNamespace(id="turn-1", question="1?"))
    assert names(thread._go_on(run)) == ["follow", "watch"]
    assert [(item.id, item.status) for item in shown(thread)] == [("turn-0", "done"), ("turn-1", "running")]
    assert (thread.running, thread._run_id) == (True, "run-2")


def test_a_form_that_was_not_taken_leaves_the_thread_as_it_is(thread):
    thread._show_history([turn(1, "waiting")])
    assert thread._go_on(None) is None
    assert (thread.running, shown(thread)[0].status) == (False, "waiting")


async def test_an_answer_that_goes_on_is_watched_also_where_a_background_handler_found_it(thread):
    thread._show_history([turn(1, "waiting")])
    run = SimpleNamespace(row=SimpleNamespace(id="run-2"), message=SimpleNamespace(id="turn-1", question="1?"))
    async with Background(thread) as state:
        assert names(state._go_on(run)) == ["follow", "watch"]
    assert (thread.running, shown(thread)[0].status) == (True, "running")


class Answering:
    """A chat whose answer to a form the test gives."""

    slug = "app-1"

    def __init__(self, run: Any, problems: dict[str, Notice]) -> None:
        self.given = (run, problems)

    async def answer_form(self, *_: Any) -> tuple[Any, dict[str, Notice]]:
        run, problems = self.given
        return run, dict(problems)


async def answered(thread: ThreadState, monkeypatch: pytest.MonkeyPatch, run: Any, **problems: Notice) -> Any:
    serve(monkeypatch, Answering(run, problems), user=ME)
    thread.conversation_id = "c1"
    thread._show_history([turn(1, "waiting")])
    return await ThreadState.answer_form.fn(Background(thread), "turn-1", "form-1", "yes", {})


async def test_a_form_whose_flow_has_ended_already_lets_the_page_read_the_conversation_anew(thread, monkeypatch):
    assert names(await answered(thread, monkeypatch, None)) == ["load"]
    assert (thread.running, thread.answering, thread.notice) == (False, False, Notice())


async def test_a_form_whose_flow_goes_on_lets_the_page_follow_it(thread, monkeypatch):
    run = SimpleNamespace(row=SimpleNamespace(id="run-2"), message=SimpleNamespace(id="turn-1", question="1?"))
    assert names(await answered(thread, monkeypatch, run)) == ["follow", "watch"]
    assert (thread.running, thread.answering, thread._run_id) == (True, False, "run-2")


async def test_what_is_wrong_with_a_form_is_told_and_nothing_is_read_anew(thread, monkeypatch):
    wrong = Notice("field_required", {"label": "Why"})
    assert names(await answered(thread, monkeypatch, None, why=wrong)) == []
    assert (thread.form_problems, thread.notice, thread.answering) == ({"why": wrong}, Notice("form_wrong"), False)


async def test_the_page_has_a_run_s_files_of_the_question_at_once_and_of_the_answer_at_its_end(chat, upstream, ledger):
    upstream.on("GET /v1/parameters", {"file_upload": {"image": {"enabled": True}}})
    upload = await ledger.files.add(chat.slug, ME, kind="image", source="upload", name="b.png", upstream_id="up-1")
    run: LiveRun = await chat.ask(ME, "", "What is this?", {}, [upload.id])
    sent = [Attachment(upload.id, "image", "b.png")]
    assert (_begun(run).sent, _begun(run).files) == (sent, [])
    url = "https://api.test/files/tools/a.png?sign=secret"
    upstream.stream.send("message_file", id="f-1", type="image", url=url, belongs_to="assistant")
    upstream.stream.send("agent_thought", id="t-1", tool="draw", observation="done", message_files=["f-1"])
    upstream.stream.finish()
    await run.closed.wait()
    batch = await chat.runs.log.last(run.row.id)
    assert batch is not None
    ended = _ended(_begun(run), batch)
    assert (ended.sent, ended.files, ended.thoughts) == (sent, files_of(batch.draft), thoughts_of(batch.draft))
    assert [file.name for file in (*ended.files, *ended.thoughts[0].files)] == ["a.png", "a.png"]
    assert "secret" not in repr(ended)


def test_a_turn_that_is_taken_away_leaves_no_gap(thread):
    for number in range(4):
        thread._put(turn(number))
    thread._take_away("turn-1")
    thread._put(turn(9))
    assert [item.id for item in shown(thread)] == ["turn-0", "turn-2", "turn-3", "turn-9"]


async def test_a_server_that_does_not_know_where_the_page_is_takes_no_message_and_says_so(thread, chat, upstream):
    thread.visit = ""
    await ThreadState.send.fn(thread, "number-1", "And then?", {}, [])
    assert (thread.refused, thread.accepted, upstream.requests) == ("number-1", "", [])


async def test_who_asks_is_known_by_their_name_in_the_inbox(monkeypatch, thread, chat, upstream):
    monkeypatch.setattr(asking, "person_of", lambda _state: Person(ME, name="Anna"))
    await asked(thread, chat, upstream, "Why?")
    assert (await chat.inbox.kept.customer([chat.slug], "", ME)).name == ""
    await do(thread, "send", "2", "And then?", {}, [])
    await ended(thread, chat, upstream)
    assert (await chat.inbox.kept.customer([chat.slug], "", ME)).name == "Anna"


async def test_what_could_be_asked_next_comes_also_where_the_app_s_face_came_after_the_question(
    thread, chat, upstream, monkeypatch
):
    monkeypatch.setattr(sockets.Tab, "here", lambda tab: True)
    upstream.on(f"GET /v1/messages/{IDS['message_id']}/suggested", {"data": ["And now?"]})
    run = await chat.ask(ME, "", "Who are you?", {})
    await thread._begin(run)
    last, waits = chat.runs.log.last, asyncio.Event()

    def watched(run_id: str) -> Any:
        waits.set()
        return last(run_id)

    monkeypatch.setattr(chat.runs.log, "last", watched)
    watching = asyncio.create_task(do(thread, "watch", run.row.id))
    await waits.wait()
    (await thread.get_state(SessionState)).face = AppFace(suggests=True)
    upstream.stream.finish()
    await run.closed.wait()
    await watching
    assert thread.suggestions == ["And now?"]
