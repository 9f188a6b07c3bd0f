"""What is done with the turns of a thread, on a state of its own, without a socket."""

import asyncio
from types import SimpleNamespace, TracebackType
from typing import Any

import httpx
import pytest
import reflex as rx

from app.chat import Chat
from app.runs.registry import LiveRun
from app.state import actions as actions_module
from app.state import asking as asking_module
from app.state import sockets
from app.state import thread as thread_module
from app.state.asking import LONGEST_QUESTION
from app.state.thread import ThreadState
from app.views import Notice, Turn
from tests.unit.runs.doubles import IDS, Stream, Upstream, refused

ME = "visitor-1"
ASK, MESSAGES, CONVERSATIONS = "POST /v1/chat-messages", "GET /v1/messages", "GET /v1/conversations"


class Task:
    """A state as a background task has it: changed between ``async with`` and its end alone."""

    def __init__(self, state: ThreadState) -> None:
        object.__setattr__(self, "_state", state)
        object.__setattr__(self, "_inside", False)

    async def __aenter__(self) -> "Task":
        object.__setattr__(self, "_inside", True)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        object.__setattr__(self, "_inside", False)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._state, name)

    def __setattr__(self, name: str, value: Any) -> None:
        assert self._inside, f"{name} was changed outside"
        setattr(self._state, name, value)


@pytest.fixture
def thread(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> ThreadState:
    services = SimpleNamespace(chat=chat, signer=SimpleNamespace(user=lambda _cookie: ME))
    for module in (actions_module, asking_module, thread_module, sockets):
        monkeypatch.setattr(module, "current", lambda: services)
    state = rx.State(_reflex_internal_init=True).get_substate(ThreadState.get_full_name().split("."))
    assert isinstance(state, ThreadState)
    state.visit = "visit-1"
    return state


async def do(thread: ThreadState, name: str, *args: Any) -> Any:
    """Call a handler, one of the background within a task."""
    handler = getattr(ThreadState, name)
    return await handler.fn(Task(thread) if handler.is_background else thread, *args)


async def opened(thread: ThreadState, place: str) -> list[Turn]:
    thread._clear(place, "")
    await do(thread, "load", place)
    return shown(thread)


def shown(thread: ThreadState) -> list[Turn]:
    return [*thread.turns, *thread._recent()]


def told(thread: ThreadState) -> list[str]:
    return [f"{turn.question} {turn.answer} {turn.number}/{turn.count}" for turn in shown(thread)]


async def ended(thread: ThreadState, chat: Chat, upstream: Upstream, answer: str = "So.") -> LiveRun:
    """The run that the page follows, with its answer whole."""
    run = chat.runs.get(chat.slug, ME, thread._run_id)
    assert run is not None
    ids = {"message_id": f"of-{run.message.id}", "conversation_id": IDS["conversation_id"]}
    upstream.stream.send("message", answer=answer, **ids)
    upstream.stream.send("message_end", id=ids["message_id"], **ids)
    upstream.stream.hang_up()
    async with asyncio.timeout(5):
        await run.closed.wait()
    await upstream.waits_for(CONVERSATIONS)  # The conversation may have a title.
    upstream.stream = Stream()
    batch = await chat.runs.log.last(run.row.id)
    assert batch is not None
    thread._put(thread_module._ended(thread._turn(run.message.id), batch))
    thread.running = False
    return run


async def asked(thread: ThreadState, chat: Chat, upstream: Upstream, question: str = "Why?") -> Turn:
    """A question that is answered, in the thread that is open."""
    if not thread.conversation_id:
        run = await chat.ask(ME, "", question, {}, parent="")
        thread.conversation_id = run.row.conversation_id
        await thread._begin(run)
    else:
        await do(thread, "send", "1", question, {}, [])
    run = await ended(thread, chat, upstream, f"Answer to {question}")
    turn = thread._turn(run.message.id)
    assert turn is not None
    return turn


def stored(number: int, **fields: Any) -> dict[str, Any]:
    known = {"id": f"up-{number}", "query": f"Question {number}?", "answer": f"Answer {number}.", "created_at": number}
    return {**known, **fields}


async def elsewhere(thread: ThreadState, upstream: Upstream, chat: Chat, *pages: list[dict[str, Any]]) -> None:
    """A conversation that only the upstream knows, opened at the first of ``pages``; the others are older."""
    upstream.on(CONVERSATIONS, {"data": [{"id": "c", "name": "c", "created_at": 1}], "has_more": False})
    await chat.conversations.newest(ME)
    upstream.on(MESSAGES, *({"data": rows, "has_more": rows is not pages[-1], "limit": 20} for rows in pages))
    await opened(thread, "c")


async def test_an_answer_is_asked_for_again_in_its_place(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    await do(thread, "regenerate", first.id)
    [running] = shown(thread)
    assert (running.status, running.question, running.number, running.count, running.before) == (
        "running", "Why?", 2, 2, first.id,
    )  # fmt: skip
    assert thread.running
    await ended(thread, chat, upstream)
    assert told(thread) == ["Why? So. 2/2"]
    assert [turn.id for turn in await opened(thread, thread.conversation_id)] == [running.id]


async def test_a_second_press_asks_nothing_more(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    await do(thread, "regenerate", first.id)
    await do(thread, "regenerate", first.id)
    await do(thread, "edit", first.id, "How?")
    await do(thread, "regenerate", "nothing")
    await ended(thread, chat, upstream)
    await do(thread, "regenerate", first.id)
    assert len(upstream.asked(ASK)) == 2


async def test_a_question_in_other_words_takes_the_place_of_all_that_followed(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    await asked(thread, chat, upstream, "And then?")
    await do(thread, "edit", first.id, "  How?\n")
    assert [(turn.question, turn.status) for turn in shown(thread)] == [("How?", "running")]
    await ended(thread, chat, upstream)
    await do(thread, "show_version", shown(thread)[0].id, first.id)
    assert told(thread) == ["Why? Answer to Why? 1/2", "And then? Answer to And then? 1/1"]
    await do(thread, "show_version", first.id, shown(thread)[0].after)
    assert told(thread) == ["How? So. 2/2"]


async def test_an_empty_or_much_too_long_question_asks_nothing_and_leaves_the_thread(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    for question in ("", " \n ", "x" * (LONGEST_QUESTION + 1)):
        await do(thread, "edit", first.id, question)
    assert thread.notice.key == "question_too_long"
    assert (told(thread), thread.running) == (["Why? Answer to Why? 1/1"], False)
    assert len(upstream.asked(ASK)) == 1


async def test_there_is_no_turning_over_while_an_answer_runs_nor_to_what_does_not_stand_beside(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    await do(thread, "regenerate", first.id)
    running = shown(thread)[0]
    await do(thread, "show_version", running.id, first.id)
    assert shown(thread) == [running]
    await ended(thread, chat, upstream)
    for other in ("", "nothing", running.id):
        await do(thread, "show_version", running.id, other)
    assert told(thread) == ["Why? So. 2/2"]


async def test_next_questions_are_not_shown_below_another_version(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    await do(thread, "regenerate", first.id)
    await ended(thread, chat, upstream)
    thread.suggestions = ["And if not?"]
    await do(thread, "show_version", shown(thread)[0].id, first.id)
    assert thread.suggestions == []


async def test_a_failed_version_that_is_retried_keeps_its_place_among_the_versions(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    upstream.refusal = refused("app_unavailable")
    await do(thread, "regenerate", first.id)
    run = chat.runs.get(chat.slug, ME, thread._run_id)
    await run.closed.wait()
    thread.running, upstream.refusal = False, None
    await opened(thread, thread.conversation_id)
    [failed] = shown(thread)
    assert (failed.status, failed.number, failed.count) == ("failed", 2, 2)
    await do(thread, "retry", failed.id)
    [running] = shown(thread)
    assert (running.status, running.number, running.count, running.before) == ("running", 2, 2, first.id)
    await ended(thread, chat, upstream)
    assert told(thread) == ["Why? So. 2/2"]


async def test_a_failed_turn_of_the_upstream_s_that_is_retried_is_a_version_of_the_new_one(thread, chat, upstream):
    await elsewhere(thread, upstream, chat, [stored(1), stored(2, status="error", answer="")])
    await do(thread, "retry", "up-2")
    await ended(thread, chat, upstream)
    assert told(thread) == ["Question 1? Answer 1. 1/1", "Question 2? So. 2/2"]
    assert [turn.id for turn in await opened(thread, "c")] == ["up-1", shown(thread)[1].id]


async def test_an_answer_that_is_being_written_is_found_again_as_the_version_it_is(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    await do(thread, "regenerate", first.id)
    running = shown(thread)[0]
    assert await opened(thread, thread.conversation_id) == [running]
    assert thread.running
    await ended(thread, chat, upstream)
    assert told(thread) == ["Why? So. 2/2"]


async def test_of_two_answers_that_are_being_written_the_one_that_is_shown_is_followed(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    place, streams = thread.conversation_id, []
    for _ in range(2):
        await chat.ask_anew(ME, place, first, "Why?")
        await upstream.waits_for(ASK, 2 + len(streams))
        streams.append(upstream.stream)
        upstream.stream = Stream()
    [turn] = await opened(thread, place)
    run = chat.runs.get(chat.slug, ME, thread._run_id)
    assert (turn.id, turn.number, turn.count) == (run.message.id, 3, 3)
    for stream in streams:
        stream.hang_up()


async def test_an_answer_that_is_written_behind_another_version_is_not_followed_below_it(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    place = thread.conversation_id
    run = await chat.ask_anew(ME, place, first, "Why?")
    await chat.choose(ME, place, "", first.id)
    [turn] = await opened(thread, place)
    assert (turn.id, turn.status, turn.after, thread.running) == (first.id, "done", run.message.id, False)
    upstream.stream.hang_up()


async def test_what_is_sent_before_the_thread_was_read_follows_its_end(thread, chat, upstream):
    await elsewhere(thread, upstream, chat, [stored(1), stored(2)])
    thread._clear("c", "visit-1")
    await do(thread, "send", "1", "And then?", {}, [])
    run = await ended(thread, chat, upstream)
    assert run.message.parent_id == "up-2"
    await opened(thread, "c")
    assert told(thread) == ["Question 1? Answer 1. 1/1", "Question 2? Answer 2. 1/1", "And then? So. 1/1"]


async def test_a_message_of_the_same_number_is_asked_once(thread, chat, upstream):
    await asked(thread, chat, upstream)
    await do(thread, "send", "7.1", "And then?", {}, [], True)
    await ended(thread, chat, upstream)
    await do(thread, "send", "7.2", "And then?", {}, [], True)
    assert (thread.accepted, thread.refused, len(upstream.asked(ASK))) == ("7.2", "", 2)


async def test_a_message_of_the_queue_waits_for_what_another_tab_has_asked_meanwhile(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    run = await chat.ask(ME, thread.conversation_id, "From another tab?", {}, parent=first.id)
    await do(thread, "send", "7.1", "And then?", {}, [], True)
    assert (thread.deferred, thread.refused, thread.loading) == ("7.1", "", True)
    assert thread._run_id != run.row.id
    await do(thread, "load", thread.conversation_id)
    assert (thread.running, thread._run_id, [turn.id for turn in shown(thread)]) == (
        True, run.row.id, [first.id, run.message.id],
    )  # fmt: skip
    upstream.stream.hang_up()


async def test_the_first_turn_that_was_read_is_asked_anew_below_the_one_above_it(thread, chat, upstream):
    await elsewhere(thread, upstream, chat, [stored(3), stored(4)], [stored(1), stored(2)])
    await do(thread, "regenerate", "up-3")
    run = await ended(thread, chat, upstream)
    assert (run.message.parent_id, thread.has_older) == ("up-2", False)
    assert told(thread) == ["Question 1? Answer 1. 1/1", "Question 2? Answer 2. 1/1", "Question 3? So. 2/2"]


async def test_where_what_is_above_cannot_be_read_nothing_is_asked_and_it_is_said(thread, chat, upstream):
    await elsewhere(thread, upstream, chat, [stored(3), stored(4)], [])
    upstream.on(MESSAGES, httpx.ConnectError("refused"))
    await do(thread, "regenerate", "up-3")
    assert thread.notice == Notice("error_unreachable", {}, "again")
    assert (told(thread), thread.running) == (["Question 3? Answer 3. 1/1", "Question 4? Answer 4. 1/1"], False)
    assert upstream.asked(ASK) == []


async def test_a_version_above_what_was_read_is_read_when_it_is_turned_to(thread, chat, upstream):
    await elsewhere(thread, upstream, chat, [stored(1), stored(2), stored(3)])
    await do(thread, "regenerate", "up-1")
    run = await ended(thread, chat, upstream)
    new = stored(9, id=run.draft.message_id)
    pages = [[stored(3), new], [stored(1), stored(2)]]
    upstream.on(MESSAGES, *({"data": rows, "has_more": rows is pages[0], "limit": 20} for rows in pages))
    await opened(thread, "c")
    thread._put(Turn(id=run.message.id, number=2, count=2, before="up-1"))
    await do(thread, "show_version", run.message.id, "up-1")
    assert [turn.id for turn in shown(thread)] == ["up-1", "up-2", "up-3"]
    assert not thread.has_older


async def rated(thread: ThreadState, turn: Turn, rating: str, reason: str = "") -> str:
    """Rate, and give back how the page then shows it."""
    await do(thread, "rate", turn.id, rating, reason)
    now = thread._turn(turn.id)
    assert now is not None
    return now.rating


async def test_a_rating_changes_and_is_taken_back(thread, chat, upstream):
    turn = await asked(thread, chat, upstream)
    path = f"POST /v1/messages/of-{turn.id}/feedbacks"
    upstream.on(path, {"result": "success"})
    steps = [("like", ""), ("dislike", ""), ("dislike", "It is wrong."), ("", "")]
    assert [await rated(thread, turn, *step) for step in steps] == ["like", "dislike", "dislike", ""]
    assert [(sent["rating"], sent.get("content", "")) for sent in upstream.asked(path)] == [
        ("like", ""), ("dislike", ""), ("dislike", "It is wrong."), (None, ""),
    ]  # fmt: skip
    assert (thread.notice, thread.unrated) == (Notice(), "")


async def test_a_rating_that_is_refused_is_said_and_taken_back_and_a_later_one_clears_it(thread, chat, upstream):
    turn = await asked(thread, chat, upstream)
    path = f"POST /v1/messages/of-{turn.id}/feedbacks"
    upstream.on(path, refused("internal_server_error", status=500), {"result": "success"})
    assert await rated(thread, turn, "like") == ""
    assert (thread.notice, thread.unrated) == (Notice("rating_refused"), turn.id)
    assert await rated(thread, turn, "like") == "like"
    assert (thread.notice, thread.unrated) == (Notice(), "")


async def test_a_rating_given_since_stands_though_an_earlier_one_is_refused(thread, chat, upstream):
    turn = await asked(thread, chat, upstream)
    path = f"POST /v1/messages/of-{turn.id}/feedbacks"
    upstream.on(path, refused("internal_server_error", status=500), {"result": "success"})
    upstream.hold()
    first = asyncio.create_task(do(thread, "rate", turn.id, "like", ""))
    await upstream.waits_for(path)
    second = asyncio.create_task(do(thread, "rate", turn.id, "dislike", ""))
    await upstream.waits_for(path, 2)
    upstream.let_through(2)
    await asyncio.gather(first, second)
    assert thread._turn(turn.id).rating == "dislike"


@pytest.mark.parametrize("rating", ["love", "LIKE", "null"])
async def test_what_is_no_rating_and_what_is_no_turn_of_the_thread_reaches_nobody(thread, chat, upstream, rating):
    turn = await asked(thread, chat, upstream)
    before = len(upstream.requests)
    await do(thread, "rate", turn.id, rating, "")
    await do(thread, "rate", "somebody-else-s", "like", "")
    assert len(upstream.requests) == before


async def test_a_rating_is_still_there_when_one_turns_to_another_version_and_back(thread, chat, upstream):
    first = await asked(thread, chat, upstream)
    upstream.on(f"POST /v1/messages/of-{first.id}/feedbacks", {"result": "success"})
    await rated(thread, first, "like")
    await do(thread, "regenerate", first.id)
    await ended(thread, chat, upstream)
    for expected in ("like", "", "like"):
        [turn] = shown(thread)
        await do(thread, "show_version", turn.id, turn.before or turn.after)
        assert shown(thread)[0].rating == expected


async def test_a_very_long_reason_is_cut_to_what_the_box_takes(thread, chat, upstream):
    turn = await asked(thread, chat, upstream)
    path = f"POST /v1/messages/of-{turn.id}/feedbacks"
    upstream.on(path, {"result": "success"})
    await rated(thread, turn, "dislike", "x" * 5000)
    assert [len(sent["content"]) for sent in upstream.asked(path)] == [2000]


def test_a_turn_that_leaves_from_this_visit_s_does_not_touch_the_history(thread):
    thread.turns = [Turn("a"), Turn("b")]
    for id in "cde":
        thread._put(Turn(id))
    thread.dirty_vars.clear()
    thread._cut_from("d")
    assert [turn.id for turn in shown(thread)] == ["a", "b", "c"]
    assert "turns" not in thread.dirty_vars
    thread._cut_from("b")
    thread._cut_from("nothing")
    assert [turn.id for turn in shown(thread)] == ["a"]
