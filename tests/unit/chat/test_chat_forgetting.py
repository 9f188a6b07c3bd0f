"""Erasing a person because an operator wishes it: here at once, at the app as soon as that can be done."""

import asyncio
from contextlib import aclosing

import pytest

from app.apps import Apps
from app.apps.people import People, wish
from app.chat import erasing
from app.chat.forgetting import forget_here
from app.ledger import LedgerFailed, erasures
from app.news import Changed, Erased
from app.remedies import notice_of
from app.views import Notice
from tests.unit.both import database as database
from tests.unit.chat.talks import CONVERSATIONS, ME, MESSAGES, OTHER, answered, conversation, ended, message, page
from tests.unit.runs.doubles import refused
from tests.unit.sql import sql

GONE = {"result": "success"}
DELETE = "DELETE /v1/conversations"
PICTURE = {"id": "f-1", "type": "image", "url": "https://api.test/a.png"}


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(erasing, "WAIT", 0.0)
    monkeypatch.setattr(erasures, "AGAIN", 0.0)


@pytest.fixture
def people(chat) -> People:
    return People(chat._ledger, Apps([chat]), chat.news)


async def with_two(chat, upstream, user=ME) -> None:
    upstream.on(CONVERSATIONS, page(conversation("a", 200), conversation("b", 100)))
    upstream.on(MESSAGES, page(message("m1", 1)))
    await chat.conversations.newest(user)


async def erased(people, chat, user=ME) -> None:
    await wish(chat._ledger, user, [chat.slug], whole=True)
    assert await people.carry_on()


async def left(chat) -> list[tuple]:
    return [(row.app, row.user, row.left, row.unread, row.why) for row in await chat._ledger.erasures.all()]


async def test_all_goes_at_the_app_and_here_with_ratings_files_and_links(chat, upstream, people):
    await with_two(chat, upstream)
    await chat.sharing.share(ME, "a", 1)
    rated = await chat._ledger.conversation(chat.slug, ME, "a")
    await chat._ledger.inbox.rated(rated, {"m1": "dislike"})
    await chat._ledger.files.add(chat.slug, ME, kind="image", source="upload", name="b.png")
    for id in "ab":
        upstream.on(f"{DELETE}/{id}", GONE)
    await erased(people, chat)
    assert [body["user"] for body in upstream.asked(f"{DELETE}/a")] == [ME]
    assert upstream.asked("POST /v1/messages/m1/feedbacks") == [{"rating": None, "user": ME}]
    assert (await left(chat), await chat._ledger.people.apps(ME)) == ([], [])
    assert await sql(chat._ledger, "SELECT * FROM search_entries") == []
    assert not await people.carry_on()


async def test_what_the_app_does_not_delete_is_gone_here_and_tried_again(chat, upstream, people):
    await with_two(chat, upstream)
    upstream.on(f"{DELETE}/a", GONE)
    upstream.on(f"{DELETE}/b", refused("forbidden", status=403))
    await erased(people, chat)
    assert await left(chat) == [(chat.slug, ME, [["b", ME]], [], "Forbidden")]
    assert await chat._ledger.people.apps(ME) == []
    upstream.on(f"{DELETE}/b", GONE)
    assert await people.carry_on()
    assert (await left(chat), len(upstream.asked(f"{DELETE}/a"))) == ([], 1)


async def test_an_app_that_is_away_is_asked_for_its_list_later_and_keeps_what_was_begun_since(chat, upstream, people):
    await with_two(chat, upstream)
    upstream.on(CONVERSATIONS, refused("", status=503))
    for id in "abc":
        upstream.on(f"{DELETE}/{id}", refused("", status=503))
    await erased(people, chat)
    assert await left(chat) == [(chat.slug, ME, [["a", ME], ["b", ME]], [ME], "ServerFailed")]
    later = int((await chat._ledger.erasures.all())[0].asked_at) + 3600
    upstream.on(CONVERSATIONS, page(conversation("new", later), conversation("c", 300), conversation("a", 200)))
    for id in "abc":
        upstream.on(f"{DELETE}/{id}", GONE)
    assert await people.carry_on()
    assert await left(chat) == []
    assert [len(upstream.asked(f"{DELETE}/{id}")) for id in ("c", "new")] == [1, 0]


async def test_what_a_list_brought_back_meanwhile_goes_with_its_deletion(chat, upstream, people):
    await with_two(chat, upstream)
    for id in "ab":
        upstream.on(f"{DELETE}/{id}", refused("forbidden", status=403))
    await erased(people, chat)
    chat.conversations.leaving.gone.clear()  # another process does not know of it
    await chat.conversations.newest(ME)
    assert await chat._ledger.people.apps(ME) == [chat.slug]
    for id in "ab":
        upstream.on(f"{DELETE}/{id}", GONE)
    assert await people.carry_on()
    assert (await left(chat), await chat._ledger.people.apps(ME)) == ([], [])


async def test_an_answer_that_is_being_written_is_stopped_first(chat, upstream, people):
    run = await chat.ask(ME, "", "Why?", {})
    upstream.stream.say("Because")
    async for _ in chat.runs.log.follow(run.row.id):
        break
    upstream.on("POST /v1/chat-messages/task-1/stop", lambda request: upstream.stream.finish() or GONE)
    upstream.on(CONVERSATIONS, page())
    upstream.on(f"{DELETE}/conversation-1", GONE)
    await erased(people, chat)
    assert run.closed.is_set()
    assert (await left(chat), await chat._ledger.people.apps(ME)) == ([], [])


async def test_of_an_answer_that_does_not_end_the_app_is_asked_later(chat, upstream, people, monkeypatch):
    monkeypatch.setattr(erasing, "PATIENCE", 0.01)
    upstream.on(CONVERSATIONS, page())
    await chat.ask(ME, "", "Why?", {})
    await erased(people, chat)
    assert await left(chat) == [(chat.slug, ME, [], [ME], "Running")]
    upstream.on(CONVERSATIONS, page(conversation("conversation-1", 100)))
    upstream.on(f"{DELETE}/conversation-1", GONE)
    assert await people.carry_on()
    assert await left(chat) == []


async def test_nothing_of_an_answer_that_goes_on_comes_back(chat, upstream, people, monkeypatch):
    monkeypatch.setattr(erasing, "PATIENCE", 0.01)
    upstream.on(CONVERSATIONS, page())
    run = await chat.ask(ME, "", "Why?", {})
    upstream.stream.say("Because")
    async for _ in chat.runs.log.follow(run.row.id):
        break
    await erased(people, chat)
    upstream.stream.send("message_file", **PICTURE, belongs_to="assistant")
    upstream.stream.finish()
    await ended(run)
    await chat.conversations.ended()
    assert await chat._ledger.people.apps(ME) == []


async def test_nothing_of_a_thread_that_was_being_read_comes_back(chat, upstream, people):
    await with_two(chat, upstream)
    for id in "ab":
        upstream.on(f"{DELETE}/{id}", GONE)
    upstream.on(MESSAGES, page(message("m1", 1, message_files=[{**PICTURE, "belongs_to": "user"}])))
    upstream.hold()
    reading = asyncio.create_task(chat.open(ME, "a"))
    await upstream.waits_for(MESSAGES)
    await wish(chat._ledger, ME, [chat.slug], whole=True)
    [row] = await chat._ledger.erasures.all()
    await forget_here(chat._ledger, chat.news, row)
    upstream.let_through(100)
    await asyncio.wait([reading])
    await chat._ledger.erasures.end(row, row.left, "")
    while await people.carry_on():
        pass
    assert (await left(chat), await chat._ledger.people.apps(ME)) == ([], [])


async def test_who_asks_in_the_moment_is_told_that_the_conversation_is_gone(chat, upstream):
    await with_two(chat, upstream)
    row = await chat.conversations.own(ME, "a")
    await chat._ledger.own.forget_conversation(chat.slug, ME, "a")
    with pytest.raises(LedgerFailed) as refused:
        await chat._ledger.begin(chat.slug, ME, "Why?", row, {})
    assert notice_of(refused.value) == Notice("gone")


async def test_of_two_wishes_at_once_and_two_processes_nothing_is_left_and_none_fails(chat, upstream, people):
    await with_two(chat, upstream)
    for id in "ab":
        upstream.on(f"{DELETE}/{id}", GONE)
    other = People(chat._ledger, Apps([chat]), chat.news)
    for doing in ((), (people.carry_on, other.carry_on)):
        wishes = [wish(chat._ledger, ME, [chat.slug], whole=True) for _ in range(2)]
        await asyncio.gather(*wishes, *(do() for do in doing))
    while await people.carry_on():
        pass
    assert (await left(chat), await chat._ledger.people.apps(ME)) == ([], [])


async def test_what_somebody_has_kept_is_deleted_as_the_visitor_who_made_it(chat, upstream, people):
    await with_two(chat, upstream, OTHER)
    await chat._ledger.keeping.keep(OTHER, ME)
    listed = page(conversation("a", 200), conversation("b", 100))
    upstream.on(CONVERSATIONS, lambda request: listed if request.url.params["user"] == OTHER else page())
    for id in "ab":
        upstream.on(f"{DELETE}/{id}", GONE)
    await erased(people, chat)
    assert [upstream.asked(f"{DELETE}/{id}")[0]["user"] for id in "ab"] == [OTHER, OTHER]
    assert (await left(chat), await chat._ledger.people.apps(ME)) == ([], [])


async def test_an_app_that_is_served_no_more_keeps_what_it_has_until_it_is_served_again(chat, upstream, people):
    await with_two(chat, upstream)
    nowhere = People(chat._ledger, Apps([]), chat.news)
    await wish(chat._ledger, ME, [chat.slug], whole=False)
    assert await nowhere.carry_on()
    assert await left(chat) == [(chat.slug, ME, [["a", ME], ["b", ME]], [], "NoSuchApp")]
    assert await chat._ledger.people.apps(ME) == []
    for id in "ab":
        upstream.on(f"{DELETE}/{id}", GONE)
    assert await people.carry_on()
    assert await left(chat) == []


async def test_every_open_page_hears_of_it_and_others_keep_what_is_theirs(chat, upstream, people):
    run = await answered(chat, upstream)
    await chat.conversations.ended()
    upstream.on(CONVERSATIONS, page())
    upstream.on(f"{DELETE}/conversation-1", GONE)
    await wish(chat._ledger, OTHER, [chat.slug], whole=True)
    assert await people.carry_on()
    assert await chat._ledger.own.conversations(chat.slug, ME) == [run.row.conversation_id]
    async with aclosing(chat.news.follow(chat.slug, ME)) as news:
        await anext(news)
        await erased(people, chat)
        # That an answer is made is told a moment later, in whatever moment that is.
        assert {*await anext(news)} == {Changed(run.row.conversation_id), Erased()}


async def test_account_and_sessions_go_at_once(chat, upstream, people):
    ledger = chat._ledger
    await ledger.accounts.add("anna", "hash", [])
    user = (await ledger.accounts.get("anna")).user
    await wish(ledger, user, [], whole=True)
    assert await ledger.accounts.get("anna") is None


async def test_a_person_of_many_conversations_is_erased_in_steps_that_are_recorded(chat, upstream, people, monkeypatch):
    rows = [conversation(f"c{number}", number) for number in range(1, 60)]
    upstream.on(CONVERSATIONS, page(*rows[:30], more=True), page(*rows[30:]))
    kept, keep = [], chat._ledger.erasures.keep

    async def recorded(row):
        kept.append(len(row.left))
        return await keep(row)

    monkeypatch.setattr(chat._ledger.erasures, "keep", recorded)
    for number in range(1, 60):
        upstream.on(f"{DELETE}/c{number}", GONE)
    await erased(people, chat)
    assert (await left(chat), kept) == ([], [59, 40, 20, 0])
