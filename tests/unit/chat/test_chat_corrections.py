"""An agent corrects an answer: what the app keeps, and what it is asked the next time."""

import asyncio
import time
from contextlib import aclosing
from types import SimpleNamespace

import httpx
import pytest

from app.apps import Apps
from app.apps.inbox import Inbox
from app.apps.people import People
from app.chat import Gone, Page
from app.chat.corrections import LONGEST
from app.identity import Person
from app.ledger import remnants
from app.news import CONSOLE, Moved
from app.policy import Role
from app.views import Corrected, Correction, Notice
from tests.unit.both import database as database
from tests.unit.chat.test_chat_privately import inbox_of
from tests.unit.chat.versions import asked
from tests.unit.runs.doubles import refused

NEW, MADE = "POST /v1/apps/annotations", "PUT /v1/apps/annotations/a-1"
PARAMETERS = "GET /v1/parameters"
BETTER = "Why?", "Because of the dark."


@pytest.fixture
async def place(chat, upstream):
    """A conversation with an answer, and that turn."""
    run = await asked(chat, upstream, "Why?")
    await chat.conversations.ended()
    for request in (NEW, MADE):
        upstream.on(request, {"id": "a-1", "question": "Why?", "answer": "", "hit_count": 0, "created_at": 1})
    upstream.on(PARAMETERS, {"annotation_reply": {"enabled": True}})
    return run.row.conversation_id, Page(), run.message.id


async def test_a_correction_is_the_app_s_annotation_and_corrected_once_more_the_same(chat, upstream, place):
    inbox = inbox_of(chat)
    assert await inbox.correction("app-1", *place) == Correction("Why?", "Answer to Why?")
    assert await inbox.correct("app-1", *place, " Why? ", "Because.\n") == Notice("corrected")
    assert upstream.asked(NEW) == [{"question": "Why?", "answer": "Because."}]
    assert await inbox.correction("app-1", *place) == Correction("Why?", "Because.", known=True)
    assert await inbox.correct("app-1", *place, *BETTER) == Notice("corrected")
    assert upstream.asked(MADE) == [{"question": "Why?", "answer": "Because of the dark."}]
    assert (len(upstream.asked(NEW)), (await inbox.correction("app-1", *place)).answer) == (1, "Because of the dark.")


async def test_agents_are_told_which_answers_were_corrected_by_whom_and_when(chat, upstream, ledger, place):
    (id, _, turn), before = place, time.time()
    inbox, other = inbox_of(chat), Inbox(SimpleNamespace(all=lambda: [chat]), Person("agent-2", Role.AGENT, "Ben"))
    await other.arrive()
    assert (await inbox.thread("app-1", "visitor-1", id)).corrected == {}
    async with aclosing(chat.news.follow_all([CONSOLE])) as news:
        await anext(news)
        await other.correct("app-1", *place, *BETTER)
        assert await anext(news) == (Moved("app-1", id),)
    there = await inbox.thread("app-1", "visitor-1", id)
    [(of, mark)] = there.corrected.items()
    assert (of, mark.author) == (turn, "Ben")
    assert before <= mark.at <= time.time()
    assert (await inbox.again("app-1", "visitor-1", id, there.page)).corrected == {turn: mark}
    await ledger.people.forget("agent-2")
    assert (await inbox.again("app-1", "visitor-1", id, there.page)).corrected == {turn: Corrected("", mark.at)}


async def test_of_two_agents_at_once_both_correct_the_same_one(chat, upstream, place):
    both = [inbox_of(chat).correct("app-1", *place, "Why?", text) for text in ("One.", "Two.")]
    assert await asyncio.gather(*both) == [Notice("corrected")] * 2
    assert (len(upstream.asked(NEW)), len(upstream.asked(MADE))) == (1, 1)


async def test_one_that_was_deleted_at_the_app_is_made_anew(chat, upstream, place):
    inbox = inbox_of(chat)
    await inbox.correct("app-1", *place, *BETTER)
    upstream.on(MADE, refused("not_found", "", 404))
    upstream.on(NEW, {"id": "a-2"})
    upstream.on("PUT /v1/apps/annotations/a-2", {"id": "a-2"})
    for _ in range(2):
        assert await inbox.correct("app-1", *place, *BETTER) == Notice("corrected")
    assert (len(upstream.asked(NEW)), len(upstream.asked("PUT /v1/apps/annotations/a-2"))) == (2, 1)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (refused("not_found", "", 404), Notice("correct_cannot")),
        (httpx.Response(404, html="<p>Not found</p>"), Notice("correct_cannot")),
        (refused("forbidden", "", 403), Notice("correct_forbidden")),
    ],
)
async def test_a_server_that_keeps_none_is_told_of(chat, upstream, place, answer, told):
    upstream.on(NEW, answer)
    inbox = inbox_of(chat)
    assert await inbox.correct("app-1", *place, *BETTER) == told
    assert not (await inbox.correction("app-1", *place)).known


@pytest.mark.parametrize("parameters", [{}, {"annotation_reply": {"enabled": False}}])
async def test_an_app_that_does_not_answer_by_corrections_is_told_of(chat, upstream, place, parameters):
    upstream.on(PARAMETERS, parameters)
    assert await inbox_of(chat).correct("app-1", *place, *BETTER) == Notice("corrected_unused")


async def test_where_it_does_not_say_nothing_is_said_of_that(chat, upstream, place):
    upstream.on(PARAMETERS, refused("internal_server_error", "", 500))
    assert await inbox_of(chat).correct("app-1", *place, *BETTER) == Notice("corrected")


@pytest.mark.parametrize(
    ("question", "answer"), [("", "a"), ("q", " "), ("q" * (LONGEST + 1), "a"), ("q", "a" * 20_001)]
)
async def test_what_is_no_correction_is_not_sent(chat, upstream, place, question, answer):
    notice = await inbox_of(chat).correct("app-1", *place, question, answer)
    assert notice == Notice("correct_bad", {"limit": "20000"}, "change")
    assert upstream.asked(NEW) == []


async def test_only_an_answer_of_the_app_s_in_an_app_that_is_the_agent_s_is_corrected(chat, upstream, place):
    id, page, turn = place
    inbox = inbox_of(chat)
    await inbox.take("app-1", id)
    said = await chat.handover.say(id, "agent-1", "Hello.", "")
    for app, conversation, of in (
        ("app-2", id, turn), ("app-1", "made-up", turn), ("app-1", id, "made-up"), ("app-1", id, said.id),
    ):  # fmt: skip
        with pytest.raises(Gone):
            await inbox.correct(app, conversation, page, of, *BETTER)
        with pytest.raises(Gone):
            await inbox.correction(app, conversation, page, of)
    assert upstream.asked(NEW) == []


async def test_it_goes_with_its_conversation(chat, upstream, ledger, place):
    id, _, turn = place
    await inbox_of(chat).correct("app-1", *place, *BETTER)
    await ledger.keeping.keep("visitor-1", "local:anna")
    assert (await ledger.corrections.of("app-1", turn)).user == "local:anna"
    await ledger.own.forget_conversation("app-1", "local:anna", id)
    assert await ledger.corrections.of("app-1", turn) is None


async def test_whether_it_lasts_is_as_it_was_ticked_last(chat, upstream, ledger, place):
    inbox = inbox_of(chat)
    for lasting in (True, False, True):
        await inbox.correct("app-1", *place, *BETTER, lasting=lasting)
        assert (await inbox.correction("app-1", *place)).lasting == lasting
    await ledger.own.forget_conversation("app-1", "visitor-1", place[0])
    assert await ledger.remnants.all() == []


@pytest.mark.parametrize("gone", [{"result": "success"}, refused("not_found", "", 404)])
async def test_the_app_lets_it_go_with_the_conversation_and_is_asked_again_until_it_has(
    chat, upstream, ledger, place, monkeypatch, gone
):
    monkeypatch.setattr(remnants, "AGAIN", 0.0)
    await inbox_of(chat).correct("app-1", *place, *BETTER)
    await ledger.own.forget_conversation("app-1", "visitor-1", place[0])
    people = People(ledger, Apps([chat]), chat.news)
    upstream.on("DELETE /v1/apps/annotations/a-1", refused("forbidden", "", 403), gone)
    assert await people.carry_on()
    assert [(row.id, row.user, row.why) for row in await ledger.remnants.all()] == [("a-1", "visitor-1", "Forbidden")]
    assert await people.carry_on()
    assert (await ledger.remnants.all(), await people.carry_on()) == ([], False)


async def test_of_an_app_that_is_served_no_more_it_waits_until_it_is_again(chat, upstream, ledger, place, monkeypatch):
    monkeypatch.setattr(remnants, "AGAIN", 0.0)
    await inbox_of(chat).correct("app-1", *place, *BETTER)
    await ledger.own.forget("app-1", "visitor-1")
    assert await People(ledger, Apps([]), chat.news).carry_on()
    assert [row.why for row in await ledger.remnants.all()] == ["NoSuchApp"]
    upstream.on("DELETE /v1/apps/annotations/a-1", {"result": "success"})
    assert await People(ledger, Apps([chat]), chat.news).carry_on()
    assert await ledger.remnants.all() == []


async def test_of_a_conversation_that_is_gone_meanwhile_nothing_is_kept(ledger):
    row, *_ = await ledger.begin("app-1", "visitor-1", "Why?", None, {})
    await ledger.own.forget_conversation("app-1", "visitor-1", row.id)
    await ledger.corrections.keep(row, "turn", "agent-1", "a-1", ("Why?", "Because."))
    assert await ledger.corrections.of("app-1", "turn") is None
