"""Coming to a turn from outside: however far back it is, and in whichever version it stands."""

import httpx
import pytest

from app.chat import Chat, Elsewhere, Gone, Page
from app.chat.arrival import AT_ONCE
from app.dify.errors import Unreachable
from tests.unit.chat.talks import ME, MESSAGES, OTHER
from tests.unit.chat.talks import page as page_of
from tests.unit.chat.versions import anew, asked, elsewhere, row
from tests.unit.runs.doubles import Upstream, refused


async def at(chat: Chat, turn_id: str, place: str = "c", page: Page | None = None, **more: bool) -> tuple[str, Page]:
    return await chat.arrival.at(ME, place, turn_id, page or Page(), **{"busy": False, **more})


async def newest(chat: Chat, upstream: Upstream) -> Page:
    """The newest turn of a long conversation."""
    await elsewhere(chat, upstream)
    upstream.on(MESSAGES, page_of(row(9), more=True))
    return await chat.open(ME, "c")


def ids(page: Page) -> list[str]:
    return [turn.id for turn in page.turns]


async def test_a_turn_that_was_read_needs_no_further_page(chat, upstream):
    page = await elsewhere(chat, upstream, row(1), row(2))
    before = len(upstream.asked(MESSAGES))
    turn_id, found = await at(chat, "up-1", page=page)
    assert (turn_id, ids(found)) == ("up-1", ["up-1", "up-2"])
    assert len(upstream.asked(MESSAGES)) == before


async def test_older_pages_are_read_until_it_is_there_and_no_further(chat, upstream):
    page = await newest(chat, upstream)
    before = len(upstream.asked(MESSAGES))
    upstream.on(MESSAGES, page_of(row(5), row(7), more=True), page_of(row(2), row(3), more=True), page_of(row(1)))
    _, found = await at(chat, "up-3", page=page)
    assert ids(found) == ["up-2", "up-3", "up-5", "up-7", "up-9"]
    assert [asked["limit"] for asked in upstream.asked(MESSAGES)[before:]] == [str(AT_ONCE)] * 2


async def test_what_was_read_on_the_way_is_found_once_somebody_searches(chat, upstream):
    page = await newest(chat, upstream)
    upstream.on(MESSAGES, page_of(row(5), row(7), more=True), page_of(row(2), row(3), more=True), page_of(row(1)))
    await at(chat, "up-3", page=page)
    upstream.on(MESSAGES, page_of(*(row(number) for number in (1, 2, 3, 5, 7, 9))))
    walk = chat.search.look_through(ME)
    assert walk.task is not None
    await walk.task
    assert walk.whole
    assert {found.turn_id for found in await chat.search.find(ME, "Answer 3")} == {"up-3"}


async def test_the_upstream_s_name_of_a_turn_leads_to_ours(chat, upstream):
    run = await asked(chat, upstream, "Why?")
    turn_id, page = await at(chat, f"of-{run.message.id}", run.row.conversation_id)
    assert turn_id == run.message.id
    assert ids(page) == [run.message.id]


async def test_it_turns_to_the_version_that_has_the_turn_unless_another_is_being_written(chat, upstream):
    first = await asked(chat, upstream, "Why?")
    place = first.row.conversation_id
    below = await asked(chat, upstream, "And then?", place, first.message.id)
    upstream.on(MESSAGES, page_of())
    second = await anew(chat, upstream, place, (await chat.open(ME, place)).turns[0])
    assert ids(await chat.open(ME, place)) == [second.message.id]
    with pytest.raises(Elsewhere):
        await at(chat, below.message.id, place, busy=True)
    _, page = await at(chat, below.message.id, place)
    assert ids(page) == [first.message.id, below.message.id]
    assert ids(await chat.open(ME, place)) == ids(page)


async def test_a_turn_that_is_being_written_is_there(chat, upstream):
    run = await chat.ask(ME, "", "Why?", {})
    turn_id, page = await at(chat, run.message.id, run.row.conversation_id, busy=True)
    assert page.running is not None
    assert page.running.id == turn_id == run.message.id


async def test_what_is_not_in_the_conversation_is_gone(chat: Chat, upstream: Upstream):
    mine = await asked(chat, upstream, "Why?")
    upstream.on("GET /v1/conversations", {"data": [], "has_more": False})
    page = await elsewhere(chat, upstream, row(1))
    with pytest.raises(Gone):  # nowhere
        await at(chat, "no-such-turn", page=page)
    with pytest.raises(Gone):  # in another conversation
        await at(chat, mine.message.id, page=page)
    with pytest.raises(Gone):  # somebody else's
        await chat.arrival.at(OTHER, mine.row.conversation_id, mine.message.id, Page(), busy=False)
    with pytest.raises(Gone):  # the conversation is about to go
        await chat.conversations.leaving.delete(ME, "c")
        await at(chat, "up-1", page=page)


async def test_a_turn_that_was_asked_again_is_gone(chat, upstream):
    upstream.refusal = refused("app_unavailable")
    run = await chat.ask(ME, "", "Why?", {})
    await run.closed.wait()
    upstream.refusal = None
    again = await chat.ask_again(ME, run.message.id)
    with pytest.raises(Gone):
        await at(chat, run.message.id, again.row.conversation_id)


async def test_older_turns_that_cannot_be_read_are_told_of(chat, upstream):
    page = await newest(chat, upstream)
    upstream.on(MESSAGES, page_of(row(8), more=True), httpx.ConnectError("refused"))
    with pytest.raises(Unreachable):
        await at(chat, "up-1", page=page)
