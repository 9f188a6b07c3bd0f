"""All apps together: how each is, and one's conversations across them."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.apps import portal
from app.chat import Chat
from app.ledger import Ledger
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from app.views import AppCard, Branding
from tests.unit.runs.doubles import Upstream, refused

ME = "visitor-1"


@pytest.fixture
async def chats(ledger: Ledger, upstream: Upstream) -> AsyncIterator[list[tuple[Chat, str]]]:
    runs = Runs(ledger, MemoryRunLog())
    branded = Branding(name="Help desk", description="Orders.", icon="🛟")
    made = [
        Chat("desk", upstream.client, ledger, runs, branding=branded),
        Chat("guide", upstream.client, ledger, runs),
    ]
    yield [(chat, chat.branding.name or chat.slug) for chat in made]
    for chat in made:
        await chat.close()


async def begin(ledger: Ledger, app: str, *questions: str, user: str = ME) -> list[str]:
    return [(await ledger.begin(app, user, question, None, {}, None, None, ""))[0].id for question in questions]


async def test_an_app_is_shown_before_it_was_asked(chats):
    assert portal.card(chats[0][0]) == AppCard("desk", "Help desk", "Orders.", "🛟")
    assert portal.card(chats[1][0]) == AppCard("guide", "guide", "", "G")


async def test_an_app_that_answers_is_shown_as_it_presents_itself(chats, upstream):
    upstream.on("GET /v1/site", {"title": "The Guide", "description": "Knows.", "icon_type": "emoji", "icon": "📗"})
    assert await portal.asked(chats[1][0], ME) == AppCard("guide", "The Guide", "Knows.", "📗", asked=True)


async def test_an_app_that_fails_is_away_and_shown_as_it_is_known(chats, upstream):
    upstream.on("GET /v1/parameters", refused(500, "internal_server_error"))
    found = await portal.asked(chats[0][0], ME)
    assert (found.name, found.asked, found.away) == ("Help desk", True, True)


async def test_an_app_that_does_not_answer_in_time_is_away(chats, monkeypatch):
    async def never(_user: str) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(portal, "PATIENCE", 0.01)
    monkeypatch.setattr(chats[0][0], "face", never)
    assert (await portal.asked(chats[0][0], ME)).away


async def test_the_newest_conversations_of_all_apps_are_listed(chats, ledger, monkeypatch):
    monkeypatch.setattr(portal, "RECENT", 3)
    first = await begin(ledger, "desk", "One?", "Two?")
    second = await begin(ledger, "guide", "Three?", "Four?")
    await begin(ledger, "guide", "Another's?", user="visitor-2")
    await begin(ledger, "gone", "Of an app that is not there?")
    rows = await portal.recent(chats, ME)
    expected = [(second[1], "guide", "guide"), (second[0], "guide", "guide"), (first[1], "desk", "Help desk")]
    assert [(row.id, row.app, row.app_name) for row in rows] == expected


async def test_what_is_archived_or_about_to_be_deleted_is_not_among_them(chats, ledger):
    kept, put_away, leaving = await begin(ledger, "desk", "One?", "Two?", "Three?")
    chat = chats[0][0]
    await chat.conversations.archive(ME, put_away, True)
    await chat.conversations.leaving.delete(ME, leaving)
    assert [row.id for row in await portal.recent(chats, ME)] == [kept]


async def test_a_search_finds_titles_first_and_says_in_which_app(chats, ledger):
    await begin(ledger, "desk", "Where is the lantern?")
    await begin(ledger, "guide", "A lantern for me", "Nothing of it")
    await begin(ledger, "guide", "Their lantern", user="visitor-2")
    found = await portal.found(chats, ME, "lantern")
    assert [(hit.app, hit.app_name) for hit in found if not hit.turn_id] == [("guide", "guide"), ("desk", "Help desk")]
    assert {hit.app for hit in found} == {"desk", "guide"}
    assert not any("Their" in piece.text for hit in found for piece in hit.title)
