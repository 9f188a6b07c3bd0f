"""Erasing all that one person has, at the app and here, and of nobody else."""

from contextlib import aclosing

import pytest
from sqlalchemy import select

from app.chat import Gone, erasing
from app.chat.erasing import Erased
from app.ledger.rows import Base, Owned
from app.news import Changed
from tests.unit.both import database as database
from tests.unit.chat.talks import CONVERSATIONS, ME, MESSAGES, OTHER, answered, conversation, message, page
from tests.unit.runs.doubles import refused


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(erasing, "WAIT", 0.0)


async def erased(chat, user=ME) -> list[Erased]:
    return [so_far async for so_far in chat.erasing.everything(user)]


async def rows_of(chat, user) -> int:
    tables = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Owned)]
    async with chat._ledger._session() as session:
        return sum([len(list(await session.scalars(select(table).where(table.user == user)))) for table in tables])


async def with_two(chat, upstream) -> None:
    upstream.on(CONVERSATIONS, page(conversation("a", 200), conversation("b", 100)))
    upstream.on(MESSAGES, page(message("m1", 1)))
    await chat.conversations.newest(ME)
    assert (await chat.sharing.share(ME, "a", 1))[0]


async def test_every_conversation_is_deleted_at_the_app_and_every_row_here(chat, upstream):
    await with_two(chat, upstream)
    upstream.on("DELETE /v1/conversations/a", {"result": "success"})
    upstream.on("DELETE /v1/conversations/b", {"result": "success"})
    theirs = await chat._ledger.files.add(chat.slug, OTHER, kind="image", source="upload", name="a.png")
    await chat._ledger.files.add(chat.slug, ME, kind="image", source="upload", name="b.png")
    assert await erased(chat) == [Erased(0, 2, 0), Erased(1, 2, 0), Erased(2, 2, 0, ended=True, whole=True)]
    assert [body["user"] for body in upstream.asked("DELETE /v1/conversations/a")] == [ME]
    assert await rows_of(chat, ME) == 0
    assert theirs.id in await chat._ledger.files.own(chat.slug, OTHER, [theirs.id])


async def test_what_was_thought_of_an_answer_is_taken_back_first_and_what_was_not_stays(chat, upstream):
    await with_two(chat, upstream)
    await chat._ledger.inbox.rated(await chat._ledger.conversation(chat.slug, ME, "a"), {"m1": "dislike"})
    rate = "POST /v1/messages/m1/feedbacks"
    for id in "ab":
        upstream.on(f"DELETE /v1/conversations/{id}", {"result": "success"})
    upstream.on(rate, refused("forbidden", status=403))
    assert (await erased(chat))[-1] == Erased(2, 2, 1, ended=True, whole=False)
    upstream.on(rate, refused("invalid_param", status=400))  # There is none any more.
    assert (await erased(chat))[-1].whole
    assert upstream.asked(rate) == [{"rating": None, "user": ME}] * 2


async def test_what_the_app_keeps_is_counted_stays_and_can_be_tried_again(chat, upstream):
    await with_two(chat, upstream)
    upstream.on("DELETE /v1/conversations/a", {"result": "success"})
    upstream.on("DELETE /v1/conversations/b", refused("forbidden", status=403))
    assert (await erased(chat))[-1] == Erased(2, 2, 1, ended=True, whole=False)
    assert await chat._ledger.own.conversations(chat.slug, ME) == ["b"]
    assert await chat.sharing.links(ME) == []
    upstream.on(CONVERSATIONS, page(conversation("b", 100)))
    upstream.on("DELETE /v1/conversations/b", {"result": "success"})
    assert (await erased(chat))[-1] == Erased(1, 1, 0, ended=True, whole=True)


async def test_a_deletion_that_failed_for_once_is_asked_for_again_and_what_is_gone_is_gone(chat, upstream):
    await with_two(chat, upstream)
    upstream.on("DELETE /v1/conversations/a", refused("", status=429), refused("", status=500), {"result": "success"})
    upstream.on("DELETE /v1/conversations/b", refused("not_found", status=404))
    assert (await erased(chat))[-1].whole
    assert len(upstream.asked("DELETE /v1/conversations/a")) == 3


async def test_a_list_that_cannot_be_read_is_not_taken_for_all(chat, upstream):
    await with_two(chat, upstream)
    upstream.on(CONVERSATIONS, refused("internal_server_error", status=500))
    upstream.on("DELETE /v1/conversations/a", {"result": "success"})
    upstream.on("DELETE /v1/conversations/b", {"result": "success"})
    assert (await erased(chat))[-1] == Erased(2, 2, 0, ended=True, whole=False)


async def test_an_answer_that_is_being_written_is_stopped_first(chat, upstream):
    run = await chat.ask(ME, "", "Why?", {})
    upstream.stream.say("Because")
    async for _ in chat.runs.log.follow(run.row.id):
        break
    upstream.on("POST /v1/chat-messages/task-1/stop", lambda request: upstream.stream.finish() or {"result": "success"})
    upstream.on(CONVERSATIONS, page())
    upstream.on("DELETE /v1/conversations/conversation-1", {"result": "success"})
    assert (await erased(chat))[-1].whole
    assert run.closed.is_set()
    assert await rows_of(chat, ME) == 0


async def test_a_look_through_for_the_search_ends_first_and_none_begins_meanwhile(chat, upstream):
    await with_two(chat, upstream)
    upstream.on("DELETE /v1/conversations/a", {"result": "success"})
    upstream.on("DELETE /v1/conversations/b", {"result": "success"})
    upstream.hold()
    walk = chat.search.look_through(ME)
    before = len(upstream.asked(CONVERSATIONS))
    upstream.let_through(100)
    await upstream.waits_for(CONVERSATIONS, before + 1)
    async for so_far in chat.erasing.everything(ME):
        assert walk.task.done()
        assert so_far.ended or chat.search.look_through(ME).ended
    assert await rows_of(chat, ME) == 0
    assert chat.search.look_through(ME).ended is None


async def test_what_can_still_be_had_back_is_deleted_at_the_app_at_once(chat, upstream):
    await with_two(chat, upstream)
    upstream.on("DELETE /v1/conversations/a", {"result": "success"})
    upstream.on("DELETE /v1/conversations/b", {"result": "success"})
    await chat.conversations.leaving.delete(ME, "a")
    assert (await erased(chat))[-1].whole
    assert len(upstream.asked("DELETE /v1/conversations/a")) == 1
    with pytest.raises(Gone):
        await chat.conversations.leaving.restore(ME, "a")


async def test_every_tab_hears_that_a_conversation_is_gone_and_no_older_list_brings_it_back(chat, upstream):
    await with_two(chat, upstream)
    upstream.on("DELETE /v1/conversations/a", {"result": "success"})
    upstream.on("DELETE /v1/conversations/b", {"result": "success"})
    async with aclosing(chat.news.follow(chat.slug, ME)) as news:
        await anext(news)
        assert (await erased(chat))[-1].whole
        assert await anext(news) == (Changed("a"), Changed("b"))
    await chat.conversations.newest(ME)
    assert await rows_of(chat, ME) == 0


async def test_conversations_of_others_are_left_alone(chat, upstream):
    run = await answered(chat, upstream)
    upstream.on(CONVERSATIONS, page())
    assert (await erased(chat, OTHER))[-1] == Erased(0, 0, 0, ended=True, whole=True)
    assert await chat._ledger.own.conversations(chat.slug, ME) == [run.row.conversation_id]
