"""Questions that are asked anew, and what is done with their answers, over an upstream that is told what to answer."""

import asyncio
from dataclasses import replace
from typing import Any

import httpx
import pytest

from app.chat import Chat, Gone, Page
from app.dify.errors import InvalidRequest, ServerFailed
from app.ledger import Ledger
from app.policy import Role
from app.runs.log import MemoryRunLog
from app.runs.registry import LiveRun, Runs
from app.views import Turn, Usage
from tests.unit.runs.doubles import IDS, Stream, Upstream, refused

ME, OTHER = "visitor-1", "visitor-2"
ASK, MESSAGES, CONVERSATIONS = "POST /v1/chat-messages", "GET /v1/messages", "GET /v1/conversations"
TALK = IDS["conversation_id"]
LOCAL = {"type": "image", "transfer_method": "local_file", "upload_file_id": "up-1"}


async def ended(run: LiveRun) -> LiveRun:
    async with asyncio.timeout(5):
        await run.closed.wait()
    return run


async def answered(upstream: Upstream, run: LiveRun, answer: str, **end: Any) -> LiveRun:
    """The run, with its answer whole and an upstream id of its own; the next question has a stream of its own."""
    ids = {"message_id": f"of-{run.message.id}", "conversation_id": TALK}
    upstream.stream.send("message", answer=answer, **ids)
    upstream.stream.send("message_end", id=ids["message_id"], **ids, **end)
    upstream.stream.hang_up()
    await ended(run)
    upstream.stream = Stream()
    return run


async def asked(chat: Chat, upstream: Upstream, question: str, place: str = "", parent: str | None = "") -> LiveRun:
    run = await chat.ask(ME, place, question, {"city": "Ulm"}, parent=parent)
    return await answered(upstream, run, f"Answer to {question}")


async def anew(chat: Chat, upstream: Upstream, place: str, turn: Turn, question: str = "") -> LiveRun:
    run = await chat.ask_anew(ME, place, turn, question or turn.question)
    return await answered(upstream, run, f"Another answer to {question or turn.question}")


def row(number: int, **fields: Any) -> dict[str, Any]:
    known = {"id": f"up-{number}", "query": f"Question {number}?", "answer": f"Answer {number}.", "created_at": number}
    return {**known, **fields}


def page_of(*rows: dict[str, Any], more: bool = False) -> dict[str, Any]:
    return {"data": list(rows), "has_more": more, "limit": 20}


async def elsewhere(chat: Chat, upstream: Upstream, *rows: dict[str, Any]) -> Page:
    """A conversation that only the upstream knows, opened."""
    upstream.on(CONVERSATIONS, {"data": [{"id": "c", "name": "c", "created_at": 1}], "has_more": False})
    await chat.conversations.newest(ME)
    upstream.on(MESSAGES, page_of(*rows))
    return await chat.open(ME, "c")


def rating_of(run: LiveRun) -> str:
    return f"POST /v1/messages/{run.draft.message_id}/feedbacks"


def told(page: Page) -> list[str]:
    return [f"{turn.question} {turn.answer} {turn.number}/{turn.count}" for turn in page.turns]


async def test_the_same_question_goes_to_the_same_conversation_with_the_same_words(chat, upstream):
    first = await asked(chat, upstream, "Why?")
    place = first.row.conversation_id
    [turn] = (await chat.open(ME, place)).turns
    again = await anew(chat, upstream, place, turn)
    one, two = upstream.asked(ASK)
    assert (two["query"], two["conversation_id"], two["inputs"]) == ("Why?", TALK, one["inputs"])
    assert (again.row.conversation_id, again.message.parent_id) == (place, "")
    assert told(await chat.reread(ME, place, Page())) == ["Why? Another answer to Why? 2/2"]


async def test_other_words_stand_beside_the_first_ones_with_what_followed_those(chat, upstream):
    first = await asked(chat, upstream, "Why?")
    place = first.row.conversation_id
    await asked(chat, upstream, "And then?", place, first.message.id)
    turn = (await chat.reread(ME, place, Page())).turns[0]
    other = await anew(chat, upstream, place, turn, "How?")
    assert upstream.asked(ASK)[-1]["query"] == "How?"
    page = await chat.reread(ME, place, Page())
    assert told(page) == ["How? Another answer to How? 2/2"]
    assert (page.turns[0].before, page.turns[0].after) == (first.message.id, "")
    await chat.choose(ME, place, "", first.message.id)
    page = await chat.reread(ME, place, Page())
    assert told(page) == ["Why? Answer to Why? 1/2", "And then? Answer to And then? 1/1"]
    assert page.turns[0].after == other.message.id


async def test_an_answer_in_the_middle_that_is_asked_anew_leaves_what_followed_behind_it(chat, upstream):
    runs = [await asked(chat, upstream, "1?")]
    place = runs[0].row.conversation_id
    for number in (2, 3):
        runs.append(await asked(chat, upstream, f"{number}?", place, runs[-1].message.id))
    turn = (await chat.reread(ME, place, Page())).turns[1]
    run = await anew(chat, upstream, place, turn)
    assert run.message.parent_id == runs[0].message.id
    page = await chat.reread(ME, place, Page())
    assert told(page) == ["1? Answer to 1? 1/1", "2? Another answer to 2? 2/2"]


async def test_while_the_answer_is_written_the_earlier_one_is_behind_it_and_so_it_is_found_again(chat, upstream):
    first = await asked(chat, upstream, "Why?")
    place = first.row.conversation_id
    [turn] = (await chat.reread(ME, place, Page())).turns
    run = await chat.ask_anew(ME, place, turn, "Why?")
    for page in (await chat.reread(ME, place, Page()), await chat.open(ME, place)):
        assert page.turns == []
        assert page.running is not None
        assert (page.running.id, page.running.number, page.running.count) == (run.message.id, 2, 2)
        assert page.running.before == first.message.id
    assert chat.runs.of(chat.slug, ME, run.message.id) is run
    assert chat.runs.of(chat.slug, OTHER, run.message.id) is None
    await answered(upstream, run, "So.")
    assert told(await chat.open(ME, place)) == ["Why? So. 2/2"]


async def test_a_version_that_failed_leaves_the_earlier_one_reachable_and_its_retry_takes_its_place(chat, upstream):
    first = await asked(chat, upstream, "Why?")
    place = first.row.conversation_id
    [turn] = (await chat.reread(ME, place, Page())).turns
    upstream.refusal = refused("app_unavailable")
    failed = await ended(await chat.ask_anew(ME, place, turn, "Why?"))
    [now] = (await chat.reread(ME, place, Page())).turns
    assert (now.id, now.status, now.number, now.before) == (failed.message.id, "failed", 2, first.message.id)
    upstream.refusal = None
    again = await chat.ask_again(ME, failed.message.id, now.parent)
    running = (await chat.reread(ME, place, Page())).running
    assert running is not None
    assert (running.id, running.number, running.count, running.before) == (again.message.id, 2, 2, first.message.id)
    await answered(upstream, again, "At last.")
    assert told(await chat.reread(ME, place, Page())) == ["Why? At last. 2/2"]


async def test_a_choice_stands_when_the_thread_is_opened_again_and_in_another_process(chat, upstream, ledger):
    first = await asked(chat, upstream, "Why?")
    place = first.row.conversation_id
    [turn] = (await chat.reread(ME, place, Page())).turns
    await anew(chat, upstream, place, turn)
    await chat.choose(ME, place, "", first.message.id)
    later = Chat(chat.slug, upstream.client, ledger, Runs(ledger, MemoryRunLog()))
    for reader in (chat, later):
        assert told(await reader.open(ME, place)) == ["Why? Answer to Why? 1/2"]


async def test_a_question_that_is_asked_anew_is_shown_whatever_was_chosen(chat, upstream):
    first = await asked(chat, upstream, "Why?")
    place = first.row.conversation_id
    [turn] = (await chat.reread(ME, place, Page())).turns
    await anew(chat, upstream, place, turn)
    await chat.choose(ME, place, "", first.message.id)
    await anew(chat, upstream, place, turn, "How?")
    assert told(await chat.reread(ME, place, Page())) == ["How? Another answer to How? 3/3"]


async def test_a_question_is_shown_where_it_was_asked_though_another_tab_has_turned_elsewhere_meanwhile(chat, upstream):
    first = await asked(chat, upstream, "Why?")
    place = first.row.conversation_id
    [turn] = (await chat.reread(ME, place, Page())).turns
    await anew(chat, upstream, place, turn)
    await asked(chat, upstream, "And then?", place, first.message.id)
    assert told(await chat.reread(ME, place, Page())) == [
        "Why? Answer to Why? 1/2",
        "And then? Answer to And then? 1/1",
    ]


async def test_nobody_turns_over_another_s_thread_or_asks_in_it(chat, upstream):
    first = await asked(chat, upstream, "Why?")
    [turn] = (await chat.reread(ME, first.row.conversation_id, Page())).turns
    with pytest.raises(Gone):
        await chat.choose(OTHER, first.row.conversation_id, "", first.message.id)
    with pytest.raises(Gone):
        await chat.ask_anew(OTHER, first.row.conversation_id, turn, "Mine?")
    assert len(upstream.asked(ASK)) == 1


async def test_a_turn_that_only_the_upstream_knows_is_asked_anew_below_what_it_followed(chat, upstream):
    page = await elsewhere(chat, upstream, row(1), row(2), row(3))
    run = await anew(chat, upstream, "c", page.turns[1])
    assert (run.message.parent_id, upstream.asked(ASK)[-1]["conversation_id"]) == ("up-1", "c")
    assert told(await chat.reread(ME, "c", page)) == [
        "Question 1? Answer 1. 1/1",
        "Question 2? Another answer to Question 2? 2/2",
    ]
    await chat.choose(ME, "c", "up-1", "up-2")
    opened = told(await chat.open(ME, "c"))
    assert opened == ["Question 1? Answer 1. 1/1", "Question 2? Answer 2. 1/2", "Question 3? Answer 3. 1/1"]


async def test_an_older_page_stands_above_the_versions_of_a_newer_one(chat, upstream):
    page = await elsewhere(chat, upstream, row(1), row(2), row(3), row(4))
    run = await anew(chat, upstream, "c", page.turns[2])
    stored = row(5, id=run.draft.message_id, query="Question 3?", answer="Another answer to Question 3?")
    upstream.on(MESSAGES, page_of(row(3), row(4), stored, more=True), page_of(row(1), row(2)))
    newest = await chat.open(ME, "c")
    assert told(newest)[-1].startswith("Question 3? Another answer")
    assert newest.has_older
    whole = await chat.open(ME, "c", newest)
    assert told(whole) == [
        "Question 1? Answer 1. 1/1",
        "Question 2? Answer 2. 1/1",
        "Question 3? Another answer to Question 3? 2/2",
    ]


async def test_what_comes_last_as_it_is_shown_is_what_the_next_question_follows(chat, upstream):
    first = await asked(chat, upstream, "Why?")
    place = first.row.conversation_id
    [turn] = (await chat.reread(ME, place, Page())).turns
    other = await anew(chat, upstream, place, turn)
    assert await chat.end_of(ME, place) == other.message.id
    await chat.choose(ME, place, "", first.message.id)
    assert await chat.end_of(ME, place) == first.message.id
    with pytest.raises(Gone):
        await chat.end_of(OTHER, place)
    running = await chat.ask(ME, place, "And?", {}, parent=first.message.id)
    assert await chat.end_of(ME, place) == running.message.id
    await answered(upstream, running, "So.")


async def test_of_a_conversation_without_turns_nothing_is_last(chat, upstream):
    await elsewhere(chat, upstream)
    assert await chat.end_of(ME, "c") is None


async def with_file(chat: Chat, upstream: Upstream) -> tuple[LiveRun, str]:
    """A first question with an upload, and the file's id."""
    upstream.on("GET /v1/parameters", {
        "file_upload": {"image": {"enabled": True, "number_limits": 2, "transfer_methods": ["local_file"]}}
    })  # fmt: skip
    file = await chat._ledger.files.add(chat.slug, ME, kind="image", source="upload", name="a.png", upstream_id="up-1")
    run = await chat.ask(ME, "", "What is this?", {}, [file.id], "")
    return await answered(upstream, run, "A picture."), file.id


async def test_each_version_has_the_files_of_the_question(chat, upstream):
    first, file = await with_file(chat, upstream)
    place = first.row.conversation_id
    for _ in range(3):
        [turn] = (await chat.reread(ME, place, Page())).turns
        run = await anew(chat, upstream, place, turn, "And this?")
        assert [item.id for item in run.sent] == [file]
    assert [sent["files"] for sent in upstream.asked(ASK)] == [[LOCAL]] * 4
    [turn] = (await chat.reread(ME, place, Page())).turns
    assert (turn.count, [item.id for item in turn.sent]) == (4, [file])
    await chat.choose(ME, place, "", first.message.id)
    [turn] = (await chat.reread(ME, place, Page())).turns
    assert [item.id for item in turn.sent] == [file]


async def test_the_files_stay_with_every_version_when_one_is_retried(chat, upstream):
    first, file = await with_file(chat, upstream)
    place = first.row.conversation_id
    [turn] = (await chat.reread(ME, place, Page())).turns
    other = await anew(chat, upstream, place, turn)
    again = await answered(upstream, await chat.ask_again(ME, first.message.id, ""), "Once more.")
    for id in (other.message.id, again.message.id):
        await chat.choose(ME, place, "", id)
        [turn] = (await chat.open(ME, place)).turns
        assert (turn.id, [item.id for item in turn.sent]) == (id, [file])
        await anew(chat, upstream, place, turn)
        assert upstream.asked(ASK)[-1]["files"] == [LOCAL]


async def test_a_question_of_the_upstream_s_goes_with_the_uploads_that_its_addresses_name(chat, upstream):
    upload = "0f8fad5b-d9cb-469f-a165-70867728950e"
    image = {"id": "f-1", "type": "image", "belongs_to": "user", "transfer_method": "local_file"}
    signed = {"url": f"https://api.test/files/{upload}/file-preview?timestamp=1&nonce=2&sign=3"}
    drawn = {"id": "f-2", "type": "image", "belongs_to": "assistant", "url": "https://api.test/files/tools/x.png"}
    page = await elsewhere(chat, upstream, row(1, message_files=[{**image, **signed}, drawn]))
    [file] = page.turns[0].sent
    run = await anew(chat, upstream, "c", page.turns[0])
    assert upstream.asked(ASK)[-1]["files"] == [{**LOCAL, "upload_file_id": upload}]
    [turn] = (await chat.reread(ME, "c", page)).turns
    assert (turn.id, turn.sent) == (run.message.id, [file])


@pytest.mark.parametrize("rating", ["like", "dislike"])
async def test_a_rating_goes_to_the_app_with_its_reason(chat, upstream, rating):
    run = await asked(chat, upstream, "Why?")
    upstream.on(rating_of(run), {"result": "success"})
    await chat.rate(ME, run.message.id, rating, "It is wrong.")
    [sent] = upstream.asked(rating_of(run))
    assert (sent["rating"], sent["user"], sent["content"]) == (rating, ME, "It is wrong.")


async def test_a_rating_that_is_not_there_is_taken_back_all_the_same(chat, upstream):
    run = await asked(chat, upstream, "Why?")
    upstream.on(rating_of(run), refused("invalid_param", "rating cannot be None", 400))
    await chat.rate(ME, run.message.id, None)
    assert [sent["rating"] for sent in upstream.asked(rating_of(run))] == [None]
    with pytest.raises(InvalidRequest):
        await chat.rate(ME, run.message.id, "like")


async def test_a_rating_that_the_app_cannot_take_is_an_error(chat, upstream):
    run = await asked(chat, upstream, "Why?")
    upstream.on(rating_of(run), httpx.Response(500, json={"message": "Internal"}))
    for rating in ("like", None):
        with pytest.raises(ServerFailed):
            await chat.rate(ME, run.message.id, rating)


async def test_a_turn_that_only_the_upstream_knows_is_rated_by_its_id(chat, upstream):
    upstream.on("POST /v1/messages/up-1/feedbacks", {"result": "success"})
    page = await elsewhere(chat, upstream, row(1))
    await chat.rate(ME, page.turns[0].id, "like")
    assert len(upstream.asked("POST /v1/messages/up-1/feedbacks")) == 1


async def test_another_s_turn_cannot_be_rated_by_any_of_its_ids_and_the_upstream_is_not_asked(chat, upstream):
    run = await asked(chat, upstream, "Why?")
    await upstream.waits_for(CONVERSATIONS)  # It may have a title.
    before = len(upstream.requests)
    for id in (run.message.id, run.draft.message_id, ""):
        with pytest.raises(Gone):
            await chat.rate(OTHER, id, "like")
    assert len(upstream.requests) == before


async def test_a_turn_that_the_upstream_never_named_cannot_be_rated(chat, upstream):
    upstream.refusal = refused("app_unavailable")
    run = await ended(await chat.ask(ME, "", "Why?", {}))
    with pytest.raises(Gone):
        await chat.rate(ME, run.message.id, "like")


async def test_a_rating_is_there_when_the_thread_is_read_and_one_given_since_stands_over_it(chat, upstream):
    rows = [row(1, feedback={"rating": "like"}), row(2)]
    page = await elsewhere(chat, upstream, *rows)
    assert [turn.rating for turn in page.turns] == ["like", ""]
    since = replace(page, rated={"up-1": "", "up-2": "dislike"})
    assert [turn.rating for turn in (await chat.reread(ME, "c", since)).turns] == ["", "dislike"]
    upstream.on(MESSAGES, page_of(row(0, feedback={"rating": "dislike"})))
    assert [turn.rating for turn in (await chat.open(ME, "c", since)).turns] == ["dislike", "", "dislike"]


USAGE = {"total_tokens": 42, "total_price": "0.0021", "currency": "USD", "latency": 1.234}


@pytest.fixture
async def chat_of(ledger: Ledger, upstream: Upstream):
    runs = Runs(ledger, MemoryRunLog())
    chats = {role: Chat("app-1", upstream.client, ledger, runs, role) for role in Role}
    yield chats.__getitem__
    for chat in chats.values():
        await chat.close()


@pytest.mark.parametrize("role", Role)
async def test_what_an_answer_took_is_for_a_builder_alone_now_and_later(chat_of, upstream, role):
    chat = chat_of(role)
    run = await answered(upstream, await chat.ask(ME, "", "Why?", {}), "So.", metadata={"usage": USAGE})
    [turn] = (await chat.open(ME, run.row.conversation_id)).turns
    expected = Usage(42, "0.0021 USD", 1.23) if role is Role.BUILDER else Usage()
    assert run.draft.usage == turn.usage == expected


async def test_what_was_recorded_for_a_builder_is_not_shown_to_a_visitor(chat_of, upstream):
    builder = chat_of(Role.BUILDER)
    run = await answered(upstream, await builder.ask(ME, "", "Why?", {}), "So.", metadata={"usage": USAGE})
    [turn] = (await chat_of(Role.VISITOR).open(ME, run.row.conversation_id)).turns
    assert turn.usage == Usage()


@pytest.mark.parametrize(
    ("price", "shown"),
    [("0E-7", ""), ("0", ""), ("0.00", ""), ("", ""), ("free", ""), ("1E-7", "0.0000001 USD"), ("1.50", "1.5 USD")],
)
async def test_a_price_of_nothing_is_shown_as_nothing(chat_of, upstream, price, shown):
    chat = chat_of(Role.BUILDER)
    run = await chat.ask(ME, "", "Why?", {})
    await answered(upstream, run, "So.", metadata={"usage": {**USAGE, "total_price": price}})
    assert run.draft.usage.price == shown
