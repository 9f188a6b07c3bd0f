"""How many answers may be made at once: what goes beyond is refused before anything is sent or recorded."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.chat import Chat
from app.ledger import Ledger
from app.limits import Allowance, MemoryCounts, Quotas, Reached, Taken
from app.remedies import Crowded, TooManyAtOnce, notice_of
from app.runs.log import MemoryRunLog
from app.runs.registry import Bounds, Runs
from app.views import Notice, Turn
from tests.unit.chat.talks import ASK, ME, OTHER, ended
from tests.unit.chat.waiting import FORM, LOOK, RIGHT, SUBMITTED, goes_on, paused
from tests.unit.runs.doubles import Stream, Upstream

THIRD = "visitor-3"


@pytest.fixture
async def chat(ledger: Ledger, upstream: Upstream) -> AsyncIterator[Chat]:
    """Two answers at once, one for each visitor."""
    made = Chat("app-1", upstream.client, ledger, Runs(ledger, MemoryRunLog(), bounds=Bounds(runs=2, of_user=1)))
    yield made
    await made.close()


async def test_a_visitors_question_too_many_is_neither_sent_nor_recorded(chat: Chat, upstream: Upstream) -> None:
    run = await chat.ask(ME, "", "Why?", {})
    await upstream.waits_for(ASK)
    with pytest.raises(TooManyAtOnce):
        await chat.ask(ME, "", "And why?", {})
    assert [asked["query"] for asked in upstream.asked(ASK)] == ["Why?"]
    assert [row.id for row in await chat._ledger.conversations(chat.slug, ME)] == [run.row.conversation_id]


async def test_a_question_beyond_a_limit_is_neither_sent_nor_recorded(ledger: Ledger, upstream: Upstream) -> None:
    quotas = Quotas.of({"messages_a_minute_per_address": 1})
    allowance = Allowance("app-1", MemoryCounts(), quotas)
    chat = Chat("app-1", upstream.client, ledger, Runs(ledger, MemoryRunLog()), allowance=allowance)
    run = await chat.ask(ME, "", "Why?", {}, address="192.0.2.7")
    await upstream.waits_for(ASK)
    for user in (ME, OTHER):
        with pytest.raises(Reached):
            await chat.ask(user, "", "And why?", {}, address="192.0.2.7")
    with pytest.raises(Reached):
        await chat.ask_anew(ME, run.row.conversation_id, Turn(run.message.id), "Why not?", "192.0.2.7")
    upstream.stream.hang_up()
    await ended(run)
    with pytest.raises(Reached):
        await chat.ask_again(ME, run.message.id, address="192.0.2.7")
    assert [asked["query"] for asked in upstream.asked(ASK)] == ["Why?"]
    assert [row.id for row in await ledger.conversations(chat.slug, ME)] == [run.row.conversation_id]
    assert [row.id for row in await ledger.messages(chat.slug, ME, run.row.conversation_id)] == [run.message.id]
    assert chat.runs.places._asking.total() == 0
    await chat.close()


async def test_answers_at_once_are_bounded_by_where_they_were_asked_from(ledger: Ledger, upstream: Upstream) -> None:
    quotas = Quotas.of({"runs_per_address": 1, "messages_a_minute_per_user": 1})
    runs = Runs(ledger, MemoryRunLog())
    chat = Chat("app-1", upstream.client, ledger, runs, allowance=Allowance("app-1", MemoryCounts(), quotas))
    first = await chat.ask(ME, "", "Why?", {}, address="192.0.2.7")
    await upstream.waits_for(ASK)
    with pytest.raises(Taken) as caught:
        await chat.ask(OTHER, "", "Who?", {}, address="192.0.2.7")
    assert notice_of(caught.value) == Notice("error_limit_address_runs", {"limit": "1"}, "wait")
    upstream.stream.finish()
    await ended(first)
    with pytest.raises(Reached):  # which leaves the place that it had
        await chat.ask(ME, "", "Why?", {}, address="192.0.2.7")
    upstream.stream = Stream()
    await chat.ask(OTHER, "", "Who?", {}, address="192.0.2.7")
    await upstream.waits_for(ASK, 2)
    assert [asked["query"] for asked in upstream.asked(ASK)] == ["Why?", "Who?"]
    await chat.close()


async def test_whoever_finds_every_place_taken_is_told_so_until_one_is_free(chat: Chat, upstream: Upstream) -> None:
    first = await chat.ask(ME, "", "Why?", {})
    await upstream.waits_for(ASK)
    mine, upstream.stream = upstream.stream, Stream()
    await chat.ask(OTHER, "", "Who?", {})
    with pytest.raises(Crowded):
        await chat.ask(THIRD, "", "How?", {})
    mine.finish()
    await ended(first)
    await chat.ask(THIRD, "", "How?", {})
    await upstream.waits_for(ASK, 3)


async def test_questions_that_are_asked_in_one_moment_do_not_share_a_place(chat: Chat, upstream: Upstream) -> None:
    both = await asyncio.gather(*(chat.ask(ME, "", text, {}) for text in ("Why?", "How?")), return_exceptions=True)
    assert [type(item).__name__ for item in both] == ["LiveRun", "TooManyAtOnce"]


async def test_a_failed_question_that_has_no_place_yet_stays_to_be_asked_again(chat: Chat, upstream: Upstream) -> None:
    failed = await chat.ask(ME, "", "Why?", {})
    upstream.stream.hang_up()
    await ended(failed)
    upstream.stream = Stream()
    await chat.ask(ME, "", "How?", {})
    with pytest.raises(TooManyAtOnce):
        await chat.ask_again(ME, failed.message.id)
    assert [turn.question for turn in (await chat.open(ME, failed.row.conversation_id)).turns] == ["Why?"]


@pytest.mark.usefixtures("forms")
async def test_a_form_is_not_sent_before_its_answer_has_a_place(chat: Chat, upstream: Upstream) -> None:
    waiting = await paused(chat, upstream)
    upstream.stream = Stream()
    other = await chat.ask(ME, "", "Why?", {})
    with pytest.raises(TooManyAtOnce):
        await chat.answer_form(ME, waiting.message.id, "form-1", "yes", RIGHT)
    assert upstream.asked(FORM) == []
    upstream.stream.finish()
    await ended(other)
    going, _ = await chat.answer_form(ME, waiting.message.id, "form-1", "yes", RIGHT)
    assert going is not None
    goes_on(upstream, "Thank you.")
    await going.closed.wait()


@pytest.mark.usefixtures("forms")
async def test_an_answer_that_goes_on_has_a_place_among_those_of_its_address(
    ledger: Ledger, upstream: Upstream
) -> None:
    here = {"address": "192.0.2.7"}
    allowance = Allowance("app-1", MemoryCounts(), Quotas.of({"runs_per_address": 1}))
    chat = Chat("app-1", upstream.client, ledger, Runs(ledger, MemoryRunLog()), allowance=allowance)
    waiting = await paused(chat, upstream)
    upstream.stream = Stream()
    other = await chat.ask(OTHER, "", "Why?", {}, **here)
    with pytest.raises(Taken):
        await chat.answer_form(ME, waiting.message.id, "form-1", "yes", RIGHT, **here)
    assert upstream.asked(FORM) == []
    upstream.stream.finish()
    await ended(other)
    going, _ = await chat.answer_form(ME, waiting.message.id, "form-1", "yes", RIGHT, **here)
    assert going is not None
    with pytest.raises(Taken):
        await chat.ask(OTHER, "", "Why?", {}, **here)
    goes_on(upstream, "Thank you.")
    await going.closed.wait()
    upstream.stream = Stream()
    await chat.ask(OTHER, "", "Why?", {}, **here)
    await chat.close()


@pytest.mark.usefixtures("forms")
async def test_a_flow_that_went_on_by_itself_is_read_once_there_is_a_place(ledger: Ledger, upstream: Upstream) -> None:
    allowance = Allowance("app-1", MemoryCounts(), Quotas.of({"runs_per_app": 1}))
    chat = Chat("app-1", upstream.client, ledger, Runs(ledger, MemoryRunLog()), allowance=allowance)
    waiting = await paused(chat, upstream)
    upstream.on(LOOK, SUBMITTED)
    upstream.stream = Stream()
    other = await chat.ask(OTHER, "", "Why?", {})
    with pytest.raises(Taken):
        await chat.look_after(ME, waiting.message.id)
    upstream.stream.finish()
    await ended(other)
    goes_on(upstream, "Thank you.")
    going = await chat.look_after(ME, waiting.message.id)
    assert going is not None
    await going.closed.wait()
    await chat.close()
