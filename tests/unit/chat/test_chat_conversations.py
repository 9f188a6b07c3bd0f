"""The list of conversations, over an upstream that is told what to answer."""

import asyncio
from contextlib import aclosing
from typing import Any

import httpx
import pytest

from app.chat import Chat, Gone, leaving
from app.chat.reading import Piece, Read
from app.dify.errors import Unreachable
from app.ledger import Ledger
from app.news import Changed, Item, Stayed
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from app.views import ConversationRow
from tests.unit.chat.talks import CONVERSATIONS, ME, OTHER, answered, conversation, ended, listed, page
from tests.unit.runs.doubles import IDS, Upstream, refused

UP = IDS["conversation_id"]
NAME, DELETE = f"POST /v1/conversations/{UP}/name", f"DELETE /v1/conversations/{UP}"


async def rows(chat: Chat, read: Read | None = None, user: str = ME) -> list[ConversationRow]:
    return await chat.conversations.rows(user, read or Read())


async def ids(chat: Chat, read: Read | None = None, user: str = ME) -> list[str]:
    return [row.id for row in await rows(chat, read, user)]


async def line(chat: Chat, id: str) -> ConversationRow | None:
    return await chat.conversations.row(ME, id)


class Heard:
    """What the user's tabs are told."""

    def __init__(self, chat: Chat) -> None:
        self._news = chat.news.follow(chat.slug, ME)

    async def __aenter__(self) -> "Heard":
        assert await anext(self._news) == ()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._news.aclose()

    async def until(self, item: Item) -> None:
        async with asyncio.timeout(5):
            async for items in self._news:
                if item in items:
                    return


async def test_conversations_of_the_upstream_are_listed_newest_first(chat, upstream):
    upstream.on(CONVERSATIONS, page(conversation("a", 100), conversation("b", 200)))
    piece = await chat.conversations.newest(ME)
    assert piece == Piece({"a": 100.0, "b": 200.0}, False)
    assert await rows(chat) == [ConversationRow("b", "Name of b", 200), ConversationRow("a", "Name of a", 100)]


async def test_a_conversation_that_was_begun_here_keeps_its_address_when_it_is_listed(chat, upstream):
    run = await answered(chat, upstream)
    await listed(chat, upstream, conversation(UP, 100, "A title"))
    assert [(row.id, row.name) for row in await rows(chat)] == [(run.row.conversation_id, "A title")]


async def test_our_name_stands_as_long_as_the_upstream_has_made_no_title(chat, upstream):
    run = await chat.ask(ME, "", "Why?", {})
    upstream.stream.say("Bec")
    await anext(chat.runs.log.follow(run.row.id))
    for name, shown in (("New conversation", "Why?"), ("About reasons", "About reasons")):
        await listed(chat, upstream, conversation(UP, 100, name))
        assert [row.name for row in await rows(chat)] == [shown]


async def test_a_conversation_that_the_upstream_never_knew_is_listed_too(chat, upstream):
    upstream.refusal = refused("app_unavailable")
    run = await ended(await chat.ask(ME, "", "Why?", {}))
    await listed(chat, upstream)
    assert [(row.id, row.name) for row in await rows(chat)] == [(run.row.conversation_id, "Why?")]


async def test_what_was_not_read_yet_is_not_listed_but_what_is_pinned(chat, upstream):
    await listed(chat, upstream, *[conversation(f"c{n}", 100 - n) for n in range(30)])
    await chat.conversations.pin(ME, "c25", True)
    read = Read().newest(Piece({"c0": 100.0, "c1": 99.0}, True))
    assert await ids(chat, read) == ["c0", "c1", "c25"]
    assert len(await ids(chat, read.older(Piece({"c29": 71.0}, False)))) == 30


async def test_without_the_upstream_the_list_is_what_the_ledger_knows(chat, upstream):
    await listed(chat, upstream, conversation("a", 100))
    upstream.on(CONVERSATIONS, httpx.ConnectError("refused"))
    with pytest.raises(Unreachable):
        await chat.conversations.newest(ME)
    assert await ids(chat) == ["a"]


async def test_nobody_s_list_has_another_s_conversations(chat, upstream):
    run = await answered(chat, upstream)
    assert await ids(chat, user=OTHER) == []
    assert await chat.conversations.row(OTHER, run.row.conversation_id) is None


def test_the_first_page_read_anew_joins_what_was_read():
    read = Read().newest(Piece({"b": 20.0, "a": 10.0}, True))
    assert read.newest(Piece({"c": 30.0, "b": 20.0}, True)) == Read({"b": 20.0, "a": 10.0, "c": 30.0}, True)


def test_where_more_than_a_page_has_come_meanwhile_the_list_begins_anew():
    read = Read().newest(Piece({"b": 20.0, "a": 10.0}, True))
    assert read.newest(Piece({"d": 40.0, "c": 30.0}, True)) == Read({"d": 40.0, "c": 30.0}, True)


def test_a_page_without_anything_new_ends_the_list_whatever_it_says():
    assert not Read().newest(Piece({"a": 10.0}, True)).older(Piece({"a": 10.0}, True)).has_more


async def test_a_conversation_is_renamed_here_and_upstream_and_all_tabs_hear_of_it(chat, upstream):
    run = await answered(chat, upstream)
    id = run.row.conversation_id
    upstream.on(NAME, {"id": UP, "name": "Better"})
    async with Heard(chat) as heard:
        await chat.conversations.rename(ME, id, "Better")
        await heard.until(Changed(id))
    assert upstream.asked(NAME) == [{"name": "Better", "auto_generate": False, "user": ME}]
    assert (await line(chat, id)).name == "Better"


async def test_a_name_that_the_upstream_refuses_is_not_taken(chat, upstream):
    run = await answered(chat, upstream)
    upstream.on(NAME, httpx.ConnectError("refused"))
    with pytest.raises(Unreachable):
        await chat.conversations.rename(ME, run.row.conversation_id, "Better")
    assert (await line(chat, run.row.conversation_id)).name == "Why?"


async def test_a_name_given_before_the_upstream_knows_the_conversation_gets_there_at_its_end(chat, upstream):
    run = await chat.ask(ME, "", "Why?", {})
    id = run.row.conversation_id
    upstream.on(NAME, {"id": UP, "name": "Better"})
    await chat.conversations.rename(ME, id, "Better")
    assert (await line(chat, id)).name == "Better"
    assert upstream.asked(NAME) == []
    async with Heard(chat) as heard:
        upstream.stream.say("Because.")
        upstream.stream.finish()
        await ended(run)
        while not upstream.asked(NAME):
            await heard.until(Changed(id))
    assert (await line(chat, id)).name == "Better"


async def test_the_app_makes_a_title(chat, upstream):
    run = await answered(chat, upstream)
    upstream.on(NAME, {"id": UP, "name": "About reasons"})
    await chat.conversations.make_title(ME, run.row.conversation_id)
    assert upstream.asked(NAME) == [{"name": "", "auto_generate": True, "user": ME}]
    assert (await line(chat, run.row.conversation_id)).name == "About reasons"


async def test_what_is_pinned_leaves_the_archive_and_what_is_archived_is_pinned_no_more(chat, upstream):
    run = await answered(chat, upstream)
    id = run.row.conversation_id
    await chat.conversations.archive(ME, id, True)
    await chat.conversations.pin(ME, id, True)
    assert ((await line(chat, id)).pinned, (await line(chat, id)).archived) == (True, False)
    await chat.conversations.archive(ME, id, True)
    assert ((await line(chat, id)).pinned, (await line(chat, id)).archived) == (False, True)
    await chat.conversations.archive(ME, id, False)
    assert ((await line(chat, id)).pinned, (await line(chat, id)).archived) == (False, False)


async def test_a_conversation_is_running_then_unread_then_seen(chat, upstream):
    run = await chat.ask(ME, "", "Why?", {})
    id = run.row.conversation_id
    async with Heard(chat) as heard:
        assert ((await line(chat, id)).running, (await line(chat, id)).unread) == (True, False)
        upstream.stream.say("Because.")
        upstream.stream.finish()
        await ended(run)
        await heard.until(Changed(id))
        assert ((await line(chat, id)).running, (await line(chat, id)).unread) == (False, True)
        await chat.conversations.see(ME, id)
        await heard.until(Changed(id))
    assert not (await line(chat, id)).unread


async def test_what_another_front_end_wrote_is_no_news(chat, upstream):
    await listed(chat, upstream, conversation("a", 100))
    assert not (await line(chat, "a")).unread


async def test_what_is_another_s_is_gone_for_every_operation(chat, upstream):
    run = await answered(chat, upstream)
    id = run.row.conversation_id
    there = chat.conversations
    for work in (
        there.rename(OTHER, id, "Mine"), there.make_title(OTHER, id), there.pin(OTHER, id, True),
        there.archive(OTHER, id, True), there.see(OTHER, id), there.leaving.delete(OTHER, id),
        there.leaving.restore(OTHER, id),
    ):  # fmt: skip
        with pytest.raises(Gone):
            await work
    assert upstream.asked(NAME) == []


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaving, "UNDO", 0.0)


async def test_a_deleted_conversation_leaves_the_list_and_can_be_had_back(chat, upstream):
    run = await answered(chat, upstream)
    id = run.row.conversation_id
    async with Heard(chat) as heard:
        await chat.conversations.leaving.delete(ME, id)
        await heard.until(Changed(id))
        assert (await line(chat, id)).leaving
        with pytest.raises(Gone):
            await chat.open(ME, id)
        await chat.conversations.leaving.restore(ME, id)
        await heard.until(Changed(id))
    assert not (await line(chat, id)).leaving
    await chat.conversations.close()
    assert upstream.asked(DELETE) == []


@pytest.mark.parametrize(
    "answer",
    [httpx.Response(204), {"result": "success"}, refused("not_found", status=404)],
    ids=["204", "200", "gone already"],
)
async def test_then_it_goes_upstream_and_here(chat, upstream, ledger, at_once, answer):
    run = await answered(chat, upstream)
    id = run.row.conversation_id
    upstream.on(DELETE, answer)
    async with Heard(chat) as heard:
        await chat.conversations.leaving.delete(ME, id)
        while await line(chat, id):
            await heard.until(Changed(id))
    assert upstream.asked(DELETE) == [{"user": ME}]
    assert await ledger.messages(chat.slug, ME, id) == []
    with pytest.raises(Gone):
        await chat.conversations.leaving.restore(ME, id)


async def test_a_list_that_was_read_meanwhile_does_not_bring_it_back(chat, upstream, at_once):
    run = await answered(chat, upstream)
    upstream.on(DELETE, httpx.Response(204))
    async with Heard(chat) as heard:
        await chat.conversations.leaving.delete(ME, run.row.conversation_id)
        while await line(chat, run.row.conversation_id):
            await heard.until(Changed(run.row.conversation_id))
    await listed(chat, upstream, conversation(UP, 100))
    assert await ids(chat) == []


async def test_one_that_the_upstream_does_not_delete_comes_back_with_a_word(chat, upstream, at_once):
    run = await answered(chat, upstream)
    id = run.row.conversation_id
    upstream.on(DELETE, refused("internal_server_error", status=500))
    async with Heard(chat) as heard:
        await chat.conversations.leaving.delete(ME, id)
        await heard.until(Stayed("Why?"))
    assert not (await line(chat, id)).leaving
    await listed(chat, upstream, conversation(UP, 100))
    assert await ids(chat) == [id]


async def test_a_running_answer_is_stopped_before_its_conversation_goes(chat, upstream, at_once):
    run = await chat.ask(ME, "", "Why?", {})
    upstream.stream.say("Bec")
    await anext(chat.runs.log.follow(run.row.id))
    upstream.on(DELETE, httpx.Response(204))
    async with Heard(chat) as heard:
        await chat.conversations.leaving.delete(ME, run.row.conversation_id)
        assert run.shown
        await asyncio.sleep(0)
        assert upstream.asked(DELETE) == []
        upstream.stream.finish()
        await ended(run)
        while await line(chat, run.row.conversation_id):
            await heard.until(Changed(run.row.conversation_id))
    assert upstream.asked(DELETE) == [{"user": ME}]


async def test_what_was_deleted_when_the_server_ended_goes_after_the_next_start(
    chat: Chat, upstream: Upstream, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = await answered(chat, upstream)
    id = run.row.conversation_id
    await chat.conversations.leaving.delete(ME, id)
    await chat.conversations.close()
    monkeypatch.setattr(leaving, "UNDO", 0.0)
    upstream.on(DELETE, httpx.Response(204))
    later = Chat(chat.slug, upstream.client, ledger, Runs(ledger, MemoryRunLog()))
    async with Heard(later) as heard:
        await later.conversations.leaving.resume()
        while await line(later, id):
            await heard.until(Changed(id))
    assert upstream.asked(DELETE) == [{"user": ME}]


async def test_all_that_is_published_reaches_every_tab_of_that_user_and_no_other(chat):
    async with aclosing(chat.news.follow(chat.slug, OTHER, 0.01)) as others, Heard(chat) as one, Heard(chat) as two:
        assert await anext(others) == ()
        await chat.news.publish(chat.slug, ME, Changed("a"))
        await one.until(Changed("a"))
        await two.until(Changed("a"))
        assert await anext(others) == ()


async def test_a_slow_tab_hears_once_what_changed_twice(chat):
    async with aclosing(chat.news.follow(chat.slug, ME)) as news:
        await anext(news)
        for item in (Changed("a"), Changed("b"), Changed("a")):
            await chat.news.publish(chat.slug, ME, item)
        assert await anext(news) == (Changed("b"), Changed("a"))


async def test_news_end_with_the_server(chat):
    async with aclosing(chat.news.follow(chat.slug, ME)) as news:
        await anext(news)
        chat.news.close()
        assert [items async for items in news] in ([], [()])


class Server:
    """A list as servers page it: by the second of the row that is named, without those that share it."""

    def __init__(self, *times: int) -> None:
        self.rows = {f"c{number}": time for number, time in enumerate(times)}
        self.asked = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        last, limit = request.url.params.get("last_id"), int(request.url.params["limit"])
        if last and last not in self.rows:
            return refused("not_found", "Last Conversation Not Exists.", 404)
        found = [(id, at) for id, at in self.rows.items() if not last or at < self.rows[last]]
        found.sort(key=lambda row: -row[1])
        data: list[dict[str, Any]] = [conversation(id, at) for id, at in found[:limit]]
        return httpx.Response(200, json=page(*data, more=len(found) > limit))


async def read_all(chat: Chat, upstream: Upstream, server: Server, between: Any = None) -> Read:
    upstream.on(CONVERSATIONS, server)
    read = Read().newest(await chat.conversations.newest(ME))
    while read.has_more:
        if between:
            between(read)
        read = read.older(await chat.conversations.older(ME, read))
    return read


@pytest.mark.parametrize("same", [1, 7, 30], ids=lambda same: f"{same} of one second")
async def test_every_one_of_250_conversations_is_listed_once_whatever_second_they_share(chat, upstream, same):
    server = Server(*[1000 - number // same for number in range(250)])
    read = await read_all(chat, upstream, server)
    assert sorted(await ids(chat, read)) == sorted(server.rows)
    assert server.asked < 12


async def test_one_that_moves_to_the_top_while_the_list_is_read_is_listed_once(chat, upstream):
    server = Server(*[1000 - number for number in range(250)])

    def move(read: Read) -> None:
        last = list(read.times)[-2]
        server.rows[last] = max(server.rows.values()) + 1

    read = await read_all(chat, upstream, server, move)
    assert sorted(await ids(chat, read)) == sorted(server.rows)


async def test_the_list_goes_on_where_the_row_that_it_ended_at_is_gone(chat, upstream):
    server = Server(*[1000 - number for number in range(250)])

    def take_away(read: Read) -> None:
        for id in list(read.times)[-3:]:
            server.rows.pop(id, None)

    read = await read_all(chat, upstream, server, take_away)
    assert set(server.rows) <= set(await ids(chat, read))
