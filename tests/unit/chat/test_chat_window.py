"""The window that moves over the console's list: all of it is gone through, forth and back, and little is held."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert

from app.apps import Apps
from app.apps.inbox import Inbox
from app.apps.window import MOST, Listing, Window
from app.catalog import App
from app.identity import Person
from app.ledger import Conversation, Entry, Ledger
from app.ledger.inbox import COUNTED, Filter
from app.ledger.inbox import search as looking
from app.policy import Role
from app.views import InboxLine, Notice
from tests.unit.both import database as database

AGENT = Person("agent-1", Role.AGENT, "Anna")
ALL = 1_230


@pytest.fixture
def inbox(chat) -> Inbox:
    return Inbox(Apps([chat], [App(slug=chat.slug, embedded="guide")]).open_to(AGENT), AGENT)


async def many(ledger: Ledger, app: str, count: int) -> list[str]:
    """The ids of so many conversations, newest first."""
    rows = [
        {"app": app, "id": f"c{number}", "user": "u", "created_at": 0.0, "updated_at": number // 2, "name": "",
         "inputs": {}, "chosen": {}, "asked_at": 1.0, "excerpt": f"Lamp {number}?"}
        for number in range(count)
    ]  # fmt: skip
    async with ledger._session.begin() as session:
        await session.execute(insert(Conversation.__table__), rows)
    return sorted((row["id"] for row in rows), key=lambda id: (int(id[1:]) // 2, id), reverse=True)


def ids(window: Window) -> list[str]:
    return [line.id for line in window.lines]


async def to_the_end(listing: Listing, ids_of_all: list[str]) -> Window:
    """Each window on the way is where it says that it is."""
    window, moves = await listing.begin(Window()), 0
    while window.more:
        assert ids(window) == ids_of_all[window.first : window.first + len(window.lines)]
        assert len(window.lines) <= MOST and window.earlier is (window.first > 0)
        window, moves = await listing.on(window), moves + 1
        assert moves < len(ids_of_all)
    assert ids(window) == ids_of_all[window.first :]
    return window


async def to_the_beginning(listing: Listing, window: Window, ids_of_all: list[str]) -> Window:
    while window.earlier:
        window = await listing.back(window)
        assert ids(window) == ids_of_all[window.first : window.first + len(window.lines)]
        assert len(window.lines) <= MOST and window.earlier is (window.first > 0)
    return window


@pytest.mark.parametrize("filter", [Filter(), Filter(oldest_first=True), Filter(status="open")])
async def test_all_of_a_long_list_is_gone_through_and_back(chat, inbox, filter):
    there = await many(chat._ledger, chat.slug, ALL)
    there = there[::-1] if filter.oldest_first else there
    listing = Listing(inbox, filter, "")
    window = await to_the_end(listing, there)
    assert (window.first, len(window.lines)) == (ALL - MOST, MOST)
    window = await to_the_beginning(listing, window, there)
    assert (ids(window), window.more) == (there[:MOST], True)
    assert await listing.count(window) == 1_001
    assert listing.told(window, 1_001) == Notice("inbox_many", {"count": "1000"})


async def test_a_short_list_is_counted_to_its_end(chat, inbox):
    await many(chat._ledger, chat.slug, 70)
    listing = Listing(inbox, Filter(), "")
    window = await listing.begin(Window())
    assert (len(window.lines), window.more, await listing.count(window)) == (50, True, 70)
    assert listing.told(window, 70) == Notice("inbox_count", {"count": "70"})
    assert await listing.count(await listing.on(window)) == 70


async def test_what_is_read_anew_far_down_stays_where_it_is(chat, inbox):
    there = await many(chat._ledger, chat.slug, ALL)
    listing = Listing(inbox, Filter(), "")
    window = await listing.begin(Window())
    for _ in range(8):
        window = await listing.on(window)
    assert await listing.begin(window) == window
    # One of those that are shown goes to the beginning of the list, of which nothing is seen here, and one goes away.
    moved, gone = there[window.first + 3], there[window.first + 7]
    await inbox.set_status(chat.slug, moved, "waiting")
    async with chat._ledger._session.begin() as session:
        row = await session.get(Conversation, (chat.slug, moved))
        row.updated_at = 5_000.0
        await session.delete(await session.get(Conversation, (chat.slug, gone)))
    now = {f"{chat.slug} {id}": await inbox.line(Filter(), chat.slug, id) for id in (moved, gone)}
    put = window.put(now, newest_first=True)
    left = [id for id in ids(window) if id not in (moved, gone)]
    assert (ids(put), put.first, put.earlier, put.more) == (left, window.first + 1, True, True)
    again = await listing.begin(put)
    assert (ids(again)[: len(left)], again.first) == (left, put.first)


@pytest.mark.parametrize("oldest_first", [False, True])
async def test_a_list_is_begun_around_a_conversation_that_is_sought(chat, inbox, oldest_first):
    there = await many(chat._ledger, chat.slug, ALL)
    there = there[::-1] if oldest_first else there
    listing = Listing(inbox, Filter(oldest_first=oldest_first), "")
    for at in (0, 20, 51, 700, ALL - 1):
        window = await listing.begin(Window(sought=f"{chat.slug} {there[at]}"))
        begins = max(0, at - 50)
        assert ids(window) == there[begins : at + 50]
        # As many as are counted; of those that have changed in the same moment it is not known which come first.
        assert abs(window.first - min(begins, COUNTED - 50)) <= 1
        assert (window.earlier, window.more) == (begins > 0, at + 50 < ALL)
        assert (await listing.begin(window), window.sought) == (window, "")
    window = await listing.begin(Window(sought=f"{chat.slug} {there[700]}"))
    while window.earlier:
        window = await listing.back(window)
    assert (ids(window), window.first) == (there[:MOST], 0)
    # It is sought also where the list moves on meanwhile.
    first = replace(await listing.begin(Window()), sought=f"{chat.slug} {there[700]}")
    assert there[700] in ids(await listing.begin(await listing.back(await listing.on(first))))


async def test_what_the_list_has_not_is_sought_in_vain(chat, inbox):
    there = await many(chat._ledger, chat.slug, ALL)
    await inbox.set_status(chat.slug, there[0], "waiting")
    waiting, everything = Listing(inbox, Filter(status="waiting"), ""), Listing(inbox, Filter(), "")
    far = await everything.begin(Window(sought=f"{chat.slug} {there[700]}"))
    for sought in (f"{chat.slug} {there[700]}", f"{chat.slug} made-up", "made-up made-up", "no-app"):
        assert ids(await waiting.begin(replace(far, sought=sought))) == there[:1]
    window = await everything.begin(replace(far, sought=f"{chat.slug} made-up"))
    assert (window.first, window.earlier, ids(window)) == (0, False, there[:50])


def line(number: int, at: float | None = None) -> InboxLine:
    return InboxLine(key=f"a {number}", app="a", id=str(number), at=float(number if at is None else at))


def keys(window: Window | None) -> list[str]:
    return [line.id for line in window.lines] if window else []


@pytest.mark.parametrize("newest_first", [True, False])
def test_what_changes_is_put_where_it_belongs_or_comes_with_what_is_read_next(newest_first):
    def at(place: float) -> float:
        return -place if newest_first else place

    lines = tuple(line(number, at(number)) for number in range(3, 7))

    def put(now: dict[str, Any], **where: Any) -> Window | None:
        return Window(lines, **where).put(now, newest_first=newest_first)

    before, within, behind = line(9, at(1)), line(9, at(4.5)), line(9, at(8))
    assert keys(put({"a 9": before})) == ["9", "3", "4", "5", "6"]
    assert keys(put({"a 9": within}, earlier=True, more=True)) == ["3", "4", "9", "5", "6"]
    assert keys(put({"a 9": behind})) == ["3", "4", "5", "6", "9"]
    assert keys(put({"a 9": behind}, more=True)) == ["3", "4", "5", "6"]
    window = put({"a 9": before}, first=7, earlier=True)
    assert (keys(window), window.first) == (["3", "4", "5", "6"], 7)
    window = put({"a 5": line(5, at(1)), "a 6": None}, first=7, earlier=True)
    assert (keys(window), window.first) == (["3", "4"], 8)
    assert put({one.key: None for one in lines}, more=True) is None
    assert keys(put({one.key: None for one in lines})) == []


async def found_in(chat: Any, count: int) -> list[str]:
    """The ids of conversations in which something is found, newest first."""
    await many(chat._ledger, chat.slug, count)
    for number in range(count):
        entry = Entry(f"c{number}", f"m{number}", "Where are the lamps?", "", float(number))
        await chat._ledger.search.put(chat.slug, "u", [entry])
    return [f"c{number}" for number in reversed(range(count))]


@pytest.mark.parametrize("seconds", [10.0, -1.0])
async def test_all_that_is_found_is_gone_through_and_back_however_slow_the_index_is(chat, inbox, monkeypatch, seconds):
    monkeypatch.setattr(looking, "LONG", seconds)
    monkeypatch.setattr(looking, "PART", 7)
    there = await found_in(chat, 330)
    listing = Listing(inbox, Filter(), "lamps")
    window = await to_the_end(listing, there)
    assert await listing.count(window) == 330
    assert listing.told(window, 330) == Notice("inbox_found", {"count": "330"})
    monkeypatch.setattr(looking, "LONG", 9.0 - seconds)  # it is slower, or faster, than it was
    window = await to_the_beginning(listing, window, there)
    assert window.more and len(window.lines) > MOST - looking.PAGE
    assert await listing.count(window) is None
    assert listing.told(window, None) == Notice("inbox_found_so_far", {"count": str(len(window.lines))})
    few = Listing(inbox, Filter(), "lamps nobody has")
    nothing = await few.begin(Window())
    assert (nothing.lines, await few.count(nothing)) == ((), 0)
    assert few.told(nothing, 0) == Notice("inbox_found", {"count": "0"})
