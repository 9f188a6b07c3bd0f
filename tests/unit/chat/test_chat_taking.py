"""A whole thread, read from the app page by page, and all of one's own."""

import time
from typing import Any

import httpx
import pytest

from app.chat import Chat, Gone
from app.export import data, document, markdown
from app.i18n.en import EN
from tests.unit.chat.talks import ME, MESSAGES, OTHER, answered, conversation, listed, message, page
from tests.unit.runs.doubles import Upstream, refused

CONVERSATIONS = "GET /v1/conversations"


def paged(rows: list[dict[str, Any]], cursor: str, *, newest_first: bool) -> Any:
    """Answers as a server does: ``limit`` rows beside the one that ``cursor`` names."""

    def answer(request: httpx.Request) -> dict[str, Any]:
        limit, edge = int(request.url.params["limit"]), request.url.params.get(cursor, "")
        at = next((number for number, row in enumerate(rows) if row["id"] == edge), None)
        if newest_first:  # messages: those above the edge
            end = len(rows) if at is None else at
            return page(*rows[max(0, end - limit) : end], more=end > limit)
        begin = 0 if at is None else at + 1
        return page(*rows[begin : begin + limit], more=begin + limit < len(rows))

    return answer


async def test_two_thousand_messages_are_read_to_their_beginning_in_pages_of_a_hundred(chat, upstream):
    rows = [message(f"m{number}", 1000 + number) for number in range(2000)]
    await listed(chat, upstream, conversation("a", 100, "A title"))
    upstream.on(MESSAGES, paged(rows, "first_id", newest_first=True))
    began = time.process_time()
    thread = await chat.taking.thread(ME, "a")
    assert time.process_time() - began < 10
    assert [turn.question for turn in thread.turns] == [f"m{number}?" for number in range(2000)]
    assert (thread.title, thread.whole) == ("A title", True)
    assert len(upstream.asked(MESSAGES)) <= 22
    assert {asked["limit"] for asked in upstream.asked(MESSAGES)} == {"100"}


async def test_an_app_that_cannot_be_asked_leaves_what_the_ledger_has(chat, upstream):
    run = await answered(chat, upstream)
    upstream.on(MESSAGES, refused("internal_server_error", status=500))
    thread = await chat.taking.thread(ME, run.row.conversation_id)
    assert [(turn.question, turn.answer) for turn in thread.turns] == [("Why?", "Because.")]
    assert not thread.whole


async def test_an_app_that_fails_halfway_leaves_what_it_gave(chat, upstream):
    await listed(chat, upstream, conversation("a", 100))
    newest = [message(f"m{number}", 1000 + number) for number in range(100)]
    upstream.on(MESSAGES, page(*newest, more=True), httpx.ConnectError("down"))
    thread = await chat.taking.thread(ME, "a")
    assert len(thread.turns) == 100
    assert not thread.whole


async def test_a_server_that_gives_the_same_page_for_ever_is_asked_no_more(chat, upstream):
    await listed(chat, upstream, conversation("a", 100))
    upstream.on(MESSAGES, page(message("m1", 1), message("m2", 2), more=True))
    assert len((await chat.taking.thread(ME, "a")).turns) == 2
    upstream.on(CONVERSATIONS, page(conversation("a", 100), more=True))
    assert await chat.taking.own(ME) == (["a"], True)


async def test_the_answer_that_is_being_written_is_taken_as_far_as_it_is_kept(chat, upstream):
    run = await chat.ask(ME, "", "Why?", {})
    thread = await chat.taking.thread(ME, run.row.conversation_id)
    assert [(turn.question, turn.status) for turn in thread.turns] == [("Why?", "running")]


@pytest.mark.parametrize("id", ["a", "no-such"])
async def test_a_conversation_of_somebody_else_is_as_little_there_as_none(chat, upstream, id):
    await listed(chat, upstream, conversation("a", 100))
    with pytest.raises(Gone):
        await chat.taking.thread(OTHER, id)


async def test_one_that_the_app_has_deleted_is_gone_unless_the_ledger_has_its_turns(chat, upstream):
    await listed(chat, upstream, conversation("a", 100))
    run = await answered(chat, upstream)
    with pytest.raises(Gone):
        await chat.taking.thread(ME, "a")
    thread = await chat.taking.thread(ME, run.row.conversation_id)
    assert (len(thread.turns), thread.whole) == (1, True)


async def test_all_conversations_are_found_also_those_that_only_one_side_knows(chat: Chat, upstream: Upstream):
    upstream.refusal = refused("app_unavailable")
    failed = (await chat.ask(ME, "", "Why?", {})).row.conversation_id
    rows = [conversation(f"c{number}", 1000 - number) for number in range(250)]
    upstream.on(CONVERSATIONS, paged(rows, "last_id", newest_first=False))
    ids, whole = await chat.taking.own(ME)
    assert ids == [failed, *(f"c{number}" for number in range(250))]
    assert whole
    # The failed question has the newest of them read as well, which is fewer.
    assert len([asked for asked in upstream.asked(CONVERSATIONS) if asked["limit"] == "100"]) == 3


async def test_without_the_app_the_ledger_s_list_is_taken_and_no_more_is_asked(chat, upstream):
    run = await answered(chat, upstream)
    upstream.on(CONVERSATIONS, refused("internal_server_error", status=500))
    assert await chat.taking.own(ME) == ([run.row.conversation_id], False)
    await chat.taking.thread(ME, run.row.conversation_id, ask=False)
    assert upstream.asked(MESSAGES) == []


@pytest.mark.parametrize("render", [markdown, document, data])
async def test_no_id_of_the_upstream_is_in_what_is_taken(chat, upstream, render):
    await listed(chat, upstream, conversation("up-1", 100, "A title"))
    source = {"position": 1, "document_name": "D", "dataset_id": "up-2", "segment_id": "up-3", "content": "C"}
    upstream.on(MESSAGES, page(message("up-4", 1, retriever_resources=[source], query="Why?")))
    said = render(await chat.taking.thread(ME, "up-1"), EN)
    assert "Why?" in said
    assert "up-" not in said
