"""Conversations and threads over an upstream that is told what to answer."""

from typing import Any

import httpx
import pytest

from app.chat import Chat, Gone, Page
from app.chat.thread import PAGE
from app.dify.errors import DifyError, ServerFailed, Unreachable
from app.views import Notice
from tests.unit.chat.talks import (
    ASK,
    CONVERSATIONS,
    ME,
    MESSAGES,
    OTHER,
    answered,
    conversation,
    ended,
    listed,
    message,
    page,
)
from tests.unit.runs.doubles import IDS, Stream, refused


async def test_a_thread_is_read_and_its_turns_are_in_order(chat, upstream):
    await listed(chat, upstream, conversation("c", 100))
    upstream.on(MESSAGES, page(message("m1", 1), message("m2", 2)))
    thread = await chat.open(ME, "c")
    assert thread.name == "Name of c"
    assert [(turn.id, turn.question) for turn in thread.turns] == [("m1", "m1?"), ("m2", "m2?")]
    assert (thread.has_older, thread.error) == (False, None)
    [sent] = upstream.asked(MESSAGES)
    assert (sent["conversation_id"], sent["user"]) == ("c", ME)


async def test_an_answer_that_the_upstream_lost_is_there(chat, upstream):
    run = await answered(chat, upstream, answer="What only we have read.")
    upstream.on(MESSAGES, page(message(IDS["message_id"], 100, answer="")))
    thread = await chat.open(ME, run.row.conversation_id)
    assert [(turn.id, turn.answer) for turn in thread.turns] == [(run.message.id, "What only we have read.")]


async def test_an_answer_that_is_being_written_is_no_turn_of_the_thread(chat, upstream):
    run = await chat.ask(ME, "", "Why?", {})
    upstream.stream.say("Bec")
    await anext(chat.runs.log.follow(run.row.id))
    upstream.on(MESSAGES, page(message(IDS["message_id"], 100, answer="")))
    assert (await chat.open(ME, run.row.conversation_id)).turns == []


async def test_a_conversation_that_failed_before_the_upstream_named_it_is_read_from_the_ledger(chat, upstream):
    upstream.refusal = refused("invalid_param", "city is required")
    run = await ended(await chat.ask(ME, "", "Why?", {}))
    thread = await chat.open(ME, run.row.conversation_id)
    [turn] = thread.turns
    assert (turn.question, turn.status, turn.notice) == (
        "Why?", "failed", Notice("error_said", {"message": "city is required."}, "change"),
    )  # fmt: skip
    assert upstream.asked(MESSAGES) == []


async def test_without_the_upstream_the_ledger_s_turns_are_shown_with_the_reason(chat, upstream):
    run = await answered(chat, upstream)
    upstream.on(MESSAGES, httpx.ConnectError("refused"))
    thread = await chat.open(ME, run.row.conversation_id)
    assert [turn.answer for turn in thread.turns] == ["Because."]
    assert isinstance(thread.error, Unreachable)


async def test_a_conversation_that_the_upstream_has_deleted_shows_what_the_ledger_has(chat, upstream):
    run = await answered(chat, upstream)
    upstream.on(MESSAGES, refused("not_found", status=404))
    assert [turn.answer for turn in (await chat.open(ME, run.row.conversation_id)).turns] == ["Because."]


async def test_a_conversation_that_neither_has_anything_of_is_gone(chat, upstream):
    await listed(chat, upstream, conversation("c", 100))
    upstream.on(MESSAGES, refused("not_found", status=404))
    with pytest.raises(Gone):
        await chat.open(ME, "c")


async def test_what_is_another_s_is_gone_and_the_upstream_is_asked_for_the_own_list_alone(chat, upstream):
    run = await answered(chat, upstream)
    upstream.on(CONVERSATIONS, page())
    before = len(upstream.requests)
    for id in (run.row.conversation_id, IDS["conversation_id"], "unknown", ""):
        with pytest.raises(Gone):
            await chat.open(OTHER, id)
    asked = upstream.requests[before:]
    assert {request.url.path for request in asked} == {"/v1/conversations"}
    assert {request.url.params["user"] for request in asked} == {OTHER}
    before = len(upstream.requests)
    with pytest.raises(Gone):
        await chat.ask(OTHER, run.row.conversation_id, "Mine?", {})
    with pytest.raises(Gone):
        await chat.ask_again(OTHER, run.message.id)
    assert len(upstream.requests) == before


class Archive:
    """A server's ``/messages``: pages newest first by whole seconds, in any order within one, as real servers do."""

    def __init__(self, times: list[int]) -> None:
        self.rows = [message(f"m{number:03}", at) for number, at in enumerate(times)]

    def __call__(self, request: httpx.Request) -> dict[str, Any]:
        query = request.url.params
        rows = sorted(self.rows, key=lambda row: (-row["created_at"], row["id"]))
        if first := query.get("first_id"):
            [at] = [row["created_at"] for row in self.rows if row["id"] == first]
            rows = [row for row in rows if row["created_at"] < at]
        limit = int(query["limit"])
        return page(*reversed(rows[:limit]), more=len(rows) > limit)


async def opened_to_the_beginning(chat: Chat) -> tuple[Page, int]:
    thread, pages = await chat.open(ME, "c"), 1
    while thread.has_older:
        thread, pages = await chat.open(ME, "c", thread), pages + 1
        assert pages < 50
    return thread, pages


@pytest.mark.parametrize("at_once", [1, 2, 3, 7])
async def test_older_pages_lose_no_turn_where_several_came_in_one_second(chat, upstream, at_once):
    await listed(chat, upstream, conversation("c", 100))
    archive = Archive([number // at_once for number in range(65)])
    upstream.on(MESSAGES, archive)
    thread, pages = await opened_to_the_beginning(chat)
    assert sorted(turn.id for turn in thread.turns) == [row["id"] for row in archive.rows]
    assert pages <= 6


async def test_an_older_page_puts_its_turns_above_and_knows_when_it_is_the_last(chat, upstream):
    await listed(chat, upstream, conversation("c", 100))
    upstream.on(MESSAGES, Archive(list(range(30))))
    newest = await chat.open(ME, "c")
    assert ([turn.id for turn in newest.turns], newest.has_older) == ([f"m{n:03}" for n in range(10, 30)], True)
    older = await chat.open(ME, "c", newest)
    assert ([turn.id for turn in older.turns], older.has_older) == ([f"m{n:03}" for n in range(30)], False)


async def test_an_older_page_that_fails_leaves_what_was_read(chat, upstream):
    await listed(chat, upstream, conversation("c", 100))
    upstream.on(MESSAGES, Archive(list(range(30))), refused("internal_server_error", status=500))
    newest = await chat.open(ME, "c")
    older = await chat.open(ME, "c", newest)
    assert (older.turns, older.has_older) == (newest.turns, True)
    assert isinstance(older.error, ServerFailed)


async def test_turns_that_failed_before_the_page_s_oldest_wait_for_their_page(chat, upstream, ledger):
    upstream.refusal = refused("app_unavailable")
    run = await ended(await chat.ask(ME, "", "Too early?", {}))
    await ledger.named(run.row, task_id="", message_id="", conversation_id="c")
    at = int(run.message.created_at) + 10
    upstream.on(MESSAGES, Archive([at + n for n in range(25)]))
    newest = await chat.open(ME, run.row.conversation_id)
    assert "Too early?" not in [turn.question for turn in newest.turns]
    older = await chat.open(ME, run.row.conversation_id, newest)
    assert older.turns[0].question == "Too early?"


@pytest.mark.parametrize("taken", [False, True])
async def test_a_server_that_has_just_started_shows_a_flow_s_steps_where_its_maker_does(chat, upstream, taken):
    upstream.on("GET /v1/site", {"show_workflow_steps": True})
    upstream.stream.send("node_started", data={"id": "n-1", "node_id": "find", "title": "Find", "node_type": "code"})
    run = await answered(chat, upstream)
    upstream.on(MESSAGES, page(message(IDS["message_id"], 100, "Because.")))
    started = Chat("app-1", upstream.client, chat._ledger, chat.runs)
    place = ME, run.row.conversation_id
    [turn] = (await (started.taking.thread(*place) if taken else started.open(*place))).turns
    assert [step.title for step in turn.thoughts] == ["Find"]
    await started.leave()


async def test_a_thread_does_not_wait_for_long_until_it_is_known_whether_it_shows_a_flow_s_steps(
    chat, upstream, monkeypatch
):
    monkeypatch.setattr("app.chat.faces.PATIENCE", 0.0)
    upstream.stream.send("node_started", data={"id": "n-1", "node_id": "find", "title": "Find", "node_type": "code"})
    run = await answered(chat, upstream)
    upstream.on(MESSAGES, page(message(IDS["message_id"], 100, "Because.")))
    upstream.hold()
    upstream.let_through(1)  # the messages; what the app shows is not said
    [turn] = (await chat.open(ME, run.row.conversation_id)).turns
    assert (turn.answer, turn.thoughts) == ("Because.", [])


async def test_a_question_is_asked_again_in_its_conversation_and_replaces_the_failure(chat, upstream):
    upstream.stream.send("error", code="completion_request_error", status=400)
    upstream.stream.hang_up()
    failed = await ended(await chat.ask(ME, "", "Why?", {"city": "Ulm"}))
    upstream.stream = Stream()
    again = await chat.ask_again(ME, failed.message.id)
    assert again.row.conversation_id == failed.row.conversation_id
    await upstream.waits_for(ASK, 2)
    _, second = upstream.asked(ASK)
    assert (second["query"], second["inputs"], second["conversation_id"]) == (
        "Why?", {"city": "Ulm"}, IDS["conversation_id"],
    )  # fmt: skip
    await chat.runs.stop(again)
    upstream.on(MESSAGES, page(message(IDS["message_id"], 100, "", status="error")))
    thread = await chat.open(ME, failed.row.conversation_id)
    assert [(turn.id, turn.status) for turn in thread.turns] == [(again.message.id, "stopped")]


async def test_a_turn_that_is_not_there_cannot_be_asked_again(chat):
    with pytest.raises(Gone):
        await chat.ask_again(ME, "unknown")


async def test_next_questions_are_those_of_the_answer(chat, upstream):
    run = await answered(chat, upstream)
    path = f"GET /v1/messages/{IDS['message_id']}/suggested"
    upstream.on(path, {"result": "success", "data": ["And then?"]})
    assert await chat.suggestions(ME, run) == ["And then?"]
    assert upstream.asked(path) == [{"user": ME}]


async def test_an_answer_without_an_id_has_no_next_questions(chat, upstream):
    upstream.refusal = refused("app_unavailable")
    run = await ended(await chat.ask(ME, "", "Why?", {}))
    assert await chat.suggestions(ME, run) == []


async def test_next_questions_that_are_switched_off_are_an_error(chat, upstream):
    run = await answered(chat, upstream)
    upstream.on(f"GET /v1/messages/{IDS['message_id']}/suggested", refused("bad_request", "Disabled."))
    with pytest.raises(DifyError):
        await chat.suggestions(ME, run)


async def test_overlapping_pages_ask_from_above_the_oldest_second(chat, upstream):
    await listed(chat, upstream, conversation("c", 100))
    upstream.on(MESSAGES, Archive([0, 1, 1, *range(2, 21)]))
    newest = await chat.open(ME, "c")
    await chat.open(ME, "c", newest)
    assert [sent.get("first_id") for sent in upstream.asked(MESSAGES)] == [None, "m003"]
    assert PAGE == 20
