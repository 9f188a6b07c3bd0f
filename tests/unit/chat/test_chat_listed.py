"""Which conversations are listed, and in which order, however many pages an upstream makes of them."""

from typing import Any

import httpx
import pytest

from app.chat import Chat, Gone
from app.chat.reading import Piece, Read
from app.dify.errors import Unreachable
from app.views import ConversationRow
from tests.unit.chat.lists import UP, ids, rows
from tests.unit.chat.talks import CONVERSATIONS, ME, OTHER, answered, conversation, ended, listed, page
from tests.unit.runs.doubles import Upstream, refused


async def test_conversations_of_the_upstream_are_listed_newest_first(chat, upstream):
    upstream.on(CONVERSATIONS, page(conversation("a", 100), conversation("b", 200)))
    piece = await chat.conversations.newest(ME)
    assert piece == Piece({"a": 100.0, "b": 200.0}, False)
    assert await rows(chat) == [ConversationRow("b", "Name of b", 200), ConversationRow("a", "Name of a", 100)]


async def test_a_conversation_that_began_elsewhere_is_opened_by_its_address_before_the_list_was_read(chat, upstream):
    upstream.on(CONVERSATIONS, page(conversation("a", 100)))
    upstream.on("GET /v1/messages", {"data": [], "has_more": False})
    assert (await chat.open(ME, "a")).turns == []
    with pytest.raises(Gone):
        await chat.open(ME, "b")
    upstream.on(CONVERSATIONS, httpx.ConnectError("refused"))
    with pytest.raises(Gone):
        await chat.open(ME, "c")


async def test_a_conversation_that_was_begun_here_keeps_its_address_when_it_is_listed(chat, upstream):
    run = await answered(chat, upstream)
    await listed(chat, upstream, conversation(UP, 100, "A title"))
    assert [(row.id, row.name) for row in await rows(chat)] == [(run.row.conversation_id, "A title")]


async def test_our_name_stands_as_long_as_the_upstream_has_made_no_title(chat, upstream):
    run = await chat.ask(ME, "", "Why?", {})
    upstream.stream.say("Bec")
    await anext(chat.runs.log.follow(run.row.id))
    while (await chat._ledger.conversation(chat.slug, ME, run.row.conversation_id)).upstream_id is None:
        pass  # The words come before the ids are recorded.
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
