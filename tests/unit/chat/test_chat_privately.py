"""An agent asks the app beside a conversation: what it is asked and as whom, and that nothing of it stays anywhere."""

import asyncio
import time
from contextlib import aclosing
from types import SimpleNamespace
from typing import Any

import pytest

from app.apps import Apps
from app.apps.inbox import Inbox
from app.apps.people import People
from app.chat import Chat, Gone, Page, erasing, privately
from app.chat.context import LONGEST, asked_after, last_words, words_of
from app.chat.privately import USER
from app.identity import Person
from app.ledger import remnants
from app.ledger.inbox import Filter
from app.limits import Allowance, MemoryCounts, Quotas, Reached
from app.policy import Role
from app.search import parse
from app.uploads import Refused
from app.views import Attachment, Notice, PrivateAnswer, Turn
from tests.unit.both import database as database
from tests.unit.chat.talks import ASK, CONVERSATIONS, ME, page
from tests.unit.chat.versions import TALK, asked
from tests.unit.runs.doubles import Stream, Upstream, refused
from tests.unit.sql import sql

AGENT = "agent-1"
DELETE = f"DELETE /v1/conversations/{TALK}"
TABLES = "conversations", "messages", "runs", "search_entries"


def inbox_of(*chats: Chat) -> Inbox:
    return Inbox(SimpleNamespace(all=lambda: [chat.seen_by(Role.AGENT) for chat in chats]), Person(AGENT, Role.AGENT))


@pytest.fixture
async def place(chat: Chat, upstream: Upstream) -> str:
    """A conversation with a first answer."""
    run = await asked(chat, upstream, "Where are the lamps?")
    await chat.conversations.ended()
    upstream.on(DELETE, {"result": "success"})
    upstream.on(CONVERSATIONS, page())
    return run.row.conversation_id


async def last(answers: Any) -> PrivateAnswer:
    async with asyncio.timeout(10), aclosing(answers):
        return [answer async for answer in answers][-1]


async def written(chat: Chat, upstream: Upstream, answers: Any, *pieces: str) -> PrivateAnswer:
    """The answer, whole, after which nothing of it is there."""
    upstream.stream.say(*pieces)
    upstream.stream.finish()
    answer = await last(answers)
    await chat.privately.ended()
    upstream.stream = Stream()
    return answer


async def test_a_draft_is_asked_for_as_nobody_s_and_leaves_nothing(chat, upstream, ledger, place):
    kept = [await sql(ledger, f"SELECT * FROM {table}") for table in TABLES]
    draft = inbox_of(chat).draft("app-1", place, Page())
    answer = await written(chat, upstream, draft, "In the ", "shed.")
    assert (answer.text, answer.running, answer.notice) == ("In the shed.", False, Notice())
    sent = upstream.asked(ASK)[-1]
    assert (sent["user"], sent["conversation_id"], sent["auto_generate_name"]) == (USER, "", False)
    assert (sent["query"], sent["inputs"]) == ("Where are the lamps?", {"city": "Ulm"})
    assert upstream.asked(DELETE) == [{"user": USER}]
    assert [await sql(ledger, f"SELECT * FROM {table}") for table in TABLES] == kept
    [line] = (await ledger.inbox.page({"app-1"}, AGENT, Filter())).lines
    assert line.user == ME
    assert (await ledger.inbox.search({"app-1"}, AGENT, Filter(), parse("shed"))).matches == ()


async def test_it_answers_the_customer_s_last_words_after_what_was_said(chat, upstream, place):
    inbox = inbox_of(chat)
    await inbox.take("app-1", place)
    await inbox.say("app-1", place, "Which ones?", "1")
    await chat.ask(ME, place, "The red ones.", {})
    await chat.ask(ME, place, "They are gone.", {})
    await written(chat, upstream, inbox.draft("app-1", place, Page()), "Oh.")
    query = upstream.asked(ASK)[-1]["query"]
    assert query.endswith("\n\nThe red ones.\nThey are gone.")
    assert "Customer: Where are the lamps?\nAssistant: Answer to Where are the lamps?\nAgent: Which ones?\n" in query
    assert [turn.question for turn in (await chat.open(ME, place)).turns if turn.question][1:] == [
        "The red ones.",
        "They are gone.",
    ]


async def test_a_question_is_asked_again_after_what_stood_before_it(chat, upstream, place):
    run = await asked(chat, upstream, "And the cables?", place, None)
    inbox = inbox_of(chat)
    first = (await chat.open(ME, place)).turns[0]
    await written(chat, upstream, inbox.ask_again("app-1", place, Page(), run.message.id), "Here.")
    query = upstream.asked(ASK)[-1]["query"]
    assert query == asked_after([first], "And the cables?")
    assert query.endswith("\n\nAnd the cables?")
    answer = await written(chat, upstream, inbox.ask_again("app-1", place, Page(), first.id), "There.")
    assert (upstream.asked(ASK)[-1]["query"], answer.text) == ("Where are the lamps?", "There.")


async def test_it_is_shown_as_it_comes(chat, upstream, place, monkeypatch):
    monkeypatch.setattr(privately, "PACE", 0.001)
    async with asyncio.timeout(10), aclosing(inbox_of(chat).draft("app-1", place, Page())) as answers:
        assert await anext(answers) == PrivateAnswer(running=True)
        upstream.stream.say("In the shed, ")
        while not (answer := await anext(answers)).text:
            pass
        assert answer == PrivateAnswer("In the shed, ", running=True)
        upstream.stream.say("I")  # Too little to send all anew.
        for _ in range(20):
            assert (await anext(answers)).text == "In the shed, "
        upstream.stream.say(" think so.")
        upstream.stream.finish()
        assert [answer async for answer in answers][-1].text == "In the shed, I think so."


async def test_what_is_no_more_wanted_is_stopped_at_the_app_and_deleted(chat, upstream, place):
    async with aclosing(inbox_of(chat).draft("app-1", place, Page())) as answers:
        await anext(answers)
    upstream.stream.say("In ")
    await upstream.waits_for("POST /v1/chat-messages/task-1/stop")
    assert upstream.asked("POST /v1/chat-messages/task-1/stop") == [{"user": USER}]
    assert upstream.asked(DELETE) == []
    upstream.stream.finish()
    await chat.privately.ended()
    assert upstream.asked(DELETE) == [{"user": USER}]


async def test_an_answer_without_end_is_stopped(chat, upstream, place, monkeypatch):
    monkeypatch.setattr(privately, "LONGEST", 10)
    await written(chat, upstream, inbox_of(chat).draft("app-1", place, Page()), "x" * 8, "x" * 8, "x")
    assert len(upstream.asked("POST /v1/chat-messages/task-1/stop")) == 1


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("app_unavailable", Notice("error_app", {}, "operator")),
        ("invalid_param", Notice("error_said", {"message": "City is needed."}, "change")),
    ],
)
async def test_what_the_app_refuses_is_said(chat, upstream, place, code, said):
    upstream.refusal = refused(code, "City is needed.")
    answer = await last(inbox_of(chat).draft("app-1", place, Page()))
    await chat.privately.ended()
    assert (answer.notice.key, answer.notice.args, answer.notice.remedy) == (said.key, said.args, said.remedy)
    assert upstream.asked(DELETE) == []


async def test_what_breaks_off_is_shown_as_far_as_it_came_and_deleted(chat, upstream, place):
    upstream.stream.say("In the ")
    upstream.stream.break_off()
    answer = await last(inbox_of(chat).draft("app-1", place, Page()))
    await chat.privately.ended()
    assert (answer.text, answer.notice.key) == ("In the ", "error_cut")
    assert len(upstream.asked(DELETE)) == 1


async def test_a_flow_that_waits_for_somebody_is_not_waited_for(chat, upstream, place):
    upstream.stream.send("workflow_paused", data={})
    assert (await last(inbox_of(chat).draft("app-1", place, Page()))).notice == Notice("draft_waits")


async def test_where_the_customer_has_said_nothing_there_is_nothing_to_answer(chat, upstream, ledger):
    [row] = await ledger.learn("app-1", ME, [SimpleNamespace(id="c", name="c", created_at=1, updated_at=1)])
    answer = await last(inbox_of(chat).draft("app-1", row.id, Page()))
    assert (answer.notice, upstream.asked(ASK)) == (Notice("draft_nothing"), [])


async def test_time_and_tokens_are_told_as_the_policy_has_it_and_marks_of_passages_are_left_out(chat, upstream, place):
    usage = {"total_tokens": 12, "total_price": "0.5", "currency": "EUR", "latency": 0.5}
    metadata = {"usage": usage, "retriever_resources": [{"position": 1, "content": "Shed."}]}
    for role, tokens, price in ((Role.AGENT, 12, "0.5 EUR"), (Role.VISITOR, 0, "")):
        upstream.stream.say("In the shed [1], row [2].")
        upstream.stream.send("message_end", id="message-1", metadata=metadata)
        upstream.stream.hang_up()
        inbox = Inbox(SimpleNamespace(all=lambda role=role: [chat.seen_by(role)]), Person(AGENT, role))
        answer = await last(inbox.draft("app-1", place, Page()))
        upstream.stream = Stream()
        assert (answer.usage.tokens, answer.usage.price) == (tokens, price)
        assert answer.text == "In the shed, row [2]."


async def test_an_agent_asks_as_much_as_anybody_may(chat, upstream, ledger, place):
    allowance = Allowance("app-1", MemoryCounts(), Quotas.of({"messages_a_minute_per_user": 1}))
    other = Chat("app-1", upstream.client, ledger, chat.runs, allowance=allowance)
    inbox = inbox_of(other)
    await written(other, upstream, inbox.draft("app-1", place, Page()), "Oh.")
    with pytest.raises(Reached):
        await last(inbox.draft("app-1", place, Page()))
    await other.leave()


async def test_a_server_that_ends_begins_none(chat, place):
    chat.runs.leaving = True
    with pytest.raises(Refused):
        await last(inbox_of(chat).draft("app-1", place, Page()))


async def test_of_a_server_that_ends_what_is_being_asked_is_deleted(chat, upstream, place):
    async with asyncio.timeout(10), aclosing(inbox_of(chat).draft("app-1", place, Page())) as answers:
        upstream.stream.say("In ")
        while not (await anext(answers)).text:
            pass
        await chat.privately.close()
        assert (await anext(answers)).notice.key == "error_server_left"
    assert len(upstream.asked(DELETE)) == 1


async def test_what_an_earlier_server_had_no_time_to_delete_is_deleted(chat, upstream, place):
    now = int(time.time())
    old, new = ({"id": id, "created_at": at} for id, at in (("old", now - 7_200), ("new", now - 60)))
    upstream.on(CONVERSATIONS, page(old, new))
    upstream.on("DELETE /v1/conversations/old", {"result": "success"})
    for _ in range(2):
        await written(chat, upstream, inbox_of(chat).draft("app-1", place, Page()), "Oh.")
    assert [list["user"] for list in upstream.asked(CONVERSATIONS)].count(USER) == 1
    assert len(upstream.asked("DELETE /v1/conversations/old")) == 1


async def test_what_the_app_did_not_delete_is_known_and_deleted_as_soon_as_it_can_be(
    chat, upstream, ledger, place, monkeypatch
):
    monkeypatch.setattr(erasing, "WAIT", 0.0)
    monkeypatch.setattr(remnants, "AGAIN", 0.0)
    upstream.on(DELETE, refused("", "", 503))
    await written(chat, upstream, inbox_of(chat).draft("app-1", place, Page()), "Oh.")
    people = People(ledger, Apps([chat]), chat.news)
    await ledger.own.forget("app-1", ME)  # Whatever is erased of them, it is still known that this is to go.
    assert await people.carry_on()
    left = [(row.kind, row.id, row.user, row.why) for row in await ledger.remnants.all()]
    assert left == [("draft", TALK, ME, "ServerFailed")]
    upstream.on(DELETE, {"result": "success"})
    assert await people.carry_on()
    assert (await ledger.remnants.all(), upstream.asked(DELETE)[-1]) == ([], {"user": USER})


async def test_while_it_is_written_it_is_known_where_so_that_another_process_can_delete_it(
    chat, upstream, ledger, place
):
    async with asyncio.timeout(10), aclosing(inbox_of(chat).draft("app-1", place, Page())) as answers:
        upstream.stream.say("In ")
        while not (rows := await ledger.remnants.all(ME)):
            await anext(answers)
        [row] = rows
        assert (row.kind, row.id) == ("draft", TALK)
        assert row.due_at > time.time() + privately.PATIENCE
        assert await ledger.remnants.take() is None
    upstream.stream.finish()
    await chat.privately.ended()
    assert await ledger.remnants.all() == []


@pytest.mark.parametrize("app", ["app-2", "another"])
async def test_of_an_app_that_is_not_the_agent_s_nothing_is_asked(chat, upstream, place, app):
    inbox = inbox_of(chat)
    for answers in (
        inbox.draft(app, place, Page()),
        inbox.draft("app-1", "made-up", Page()),
        inbox.ask_again(app, place, Page(), "turn"),
        inbox.ask_again("app-1", place, Page(), "made-up"),
    ):
        with pytest.raises(Gone):
            await last(answers)
    assert len(upstream.asked(ASK)) == 1


def test_of_a_long_conversation_the_end_is_told():
    turns = [Turn(question=f"Why {at}?", answer="x" * 500) for at in range(50)]
    query = asked_after(turns, "And now?")
    assert "Why 49?" in query
    assert "Why 1?" not in query
    assert len(query) < LONGEST + 200


def test_the_last_words_are_those_since_somebody_else_spoke():
    first, second, third = (Turn(question=text, kind="customer") for text in "abc")
    person, came = Turn(answer="x", kind="person"), Turn(kind="came")
    app = Turn(question="q", answer="a")
    assert last_words([app, came, first, person, second, third, person]) == (
        [app, came, first, person],
        [second, third],
    )
    assert last_words([came, app, came]) == ([came], [app])
    picture = Turn(kind="customer", sent=[Attachment("f-1", "image", "a.png")])
    assert last_words([app, picture, came]) == ([app], [picture])
    assert last_words([came]) == last_words([]) == ([], [])
    assert words_of([first, picture, came, second]) == "a\n(a.png)\nb"
