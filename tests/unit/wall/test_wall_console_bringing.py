"""What an agent brings in of a user's conversations: found or not, stopped, and waited for by others as well."""

import asyncio

import pytest

from app.policy import Role
from app.views import Notice
from tests.unit.chat.talks import CONVERSATIONS, MESSAGES, conversation, message, page
from tests.unit.runs.doubles import refused
from tests.unit.sql import sql
from tests.unit.wall.consoles import console

__all__ = ["console"]


async def test_an_agent_brings_in_what_the_app_has_of_a_user(console):
    it = console(Role.AGENT)
    bringing = it.state("ConsoleBringingState")
    await it.call("ConsoleBringingState.bring", {"user": " visitor-9 ", "app": "desk"})
    assert bringing.notice == Notice("inbox_brought", {"count": "1"})
    await it.call("ConsoleState.look_for", {"q": "boats"})
    state = it.state("ConsoleState")
    assert [(line.user, line.name) for line in state.lines] == [("visitor-9", "Boats")]
    assert bringing.newest == state.lines[0].key
    for app in ("lab", "another"):  # an app that is not the agent's is none
        await it.call("ConsoleBringingState.bring", {"user": "visitor-8", "app": app})
    assert await sql(it.ledger, "SELECT app FROM conversations WHERE \"user\" = 'visitor-8'") == []


@pytest.mark.parametrize("user", ["", "  ", "x" * 256, "a\nb", "a\0b"])
async def test_what_is_no_user_id_is_not_asked_for(console, upstream, user):
    it = console(Role.AGENT)
    await it.call("ConsoleBringingState.bring", {"user": user})
    assert it.state("ConsoleBringingState").notice == Notice("inbox_bad_user")
    assert upstream.asked(CONVERSATIONS) == []


async def test_a_user_that_the_app_does_not_know_and_an_app_that_cannot_be_asked_are_said(console, upstream):
    it = console(Role.AGENT)
    bringing = it.state("ConsoleBringingState")
    upstream.on(CONVERSATIONS, page())
    await it.call("ConsoleBringingState.bring", {"user": "nobody"})
    assert bringing.notice == Notice("inbox_no_user")
    upstream.on(CONVERSATIONS, refused("internal_server_error", "No.", 500))
    await it.call("ConsoleBringingState.bring", {"user": "somebody"})
    assert (bringing.notice.key, bringing.failed, bringing.newest) == ("error_server", True, "")
    # What is here already is told of, and the app is asked anew at once.
    upstream.on(CONVERSATIONS, page(conversation("c", 5, "Boats")), refused("internal_server_error", "No.", 500))
    upstream.on(MESSAGES, refused("internal_server_error", "No.", 500))
    for user in ("somebody", "somebody"):
        await it.call("ConsoleBringingState.bring", {"user": user})
        assert bringing.notice == Notice("inbox_not_whole", {"count": "1"})
    assert bringing.newest.startswith("desk ")
    assert len(upstream.asked(CONVERSATIONS)) == 4


async def test_what_an_agent_brings_in_can_be_stopped_and_who_else_waits_for_it_gets_it(console, upstream, monkeypatch):
    monkeypatch.setattr("app.state.console_bringing.PACE", 0.0)
    upstream.on(CONVERSATIONS, page(*(conversation(f"c{number}", number) for number in range(300))))
    upstream.on(MESSAGES, page(message("m", 5)))
    here, there = console(Role.AGENT), console(Role.AGENT)
    both = [it.state("ConsoleBringingState") for it in (here, there)]
    calls = [
        asyncio.create_task(it.call("ConsoleBringingState.bring", {"user": "visitor-9"})) for it in (here, there, here)
    ]
    async with asyncio.timeout(60):
        await upstream.waits_for(MESSAGES, 20)
        assert [(state.busy, state.count) for state in both] == [(True, 300)] * 2
        await here.call("ConsoleBringingState.cancel")
        assert (both[0].notice.key, both[0].busy) == ("inbox_bring_stopped", False)
        await asyncio.gather(*calls)
    assert both[1].notice == Notice("inbox_brought", {"count": "300"})
    assert (both[0].notice.key, len(upstream.asked(CONVERSATIONS)), len(upstream.asked(MESSAGES))) == (
        "inbox_bring_stopped", 1, 300,
    )  # fmt: skip
    await here.call("ConsoleBringingState.cancel")
    assert both[0].notice.key == "inbox_bring_stopped"
    await here.call("ConsoleBringingState.leave")
    assert both[0].notice == Notice()


async def test_what_nobody_waits_for_any_more_is_not_brought_in(console, upstream, monkeypatch):
    monkeypatch.setattr("app.state.console_bringing.PACE", 0.0)
    monkeypatch.setattr("app.chat.search.LISTED", 1)
    upstream.on(
        CONVERSATIONS, {**page(*(conversation(f"c{number}", number) for number in range(200))), "has_more": True}
    )
    upstream.on(MESSAGES, page(message("m", 5)))
    it = console(Role.AGENT)
    state = it.state("ConsoleBringingState")
    call = asyncio.create_task(it.call("ConsoleBringingState.bring", {"user": "visitor-9"}))
    async with asyncio.timeout(60):
        await upstream.waits_for(MESSAGES, 20)
        await it.call("ConsoleBringingState.cancel")
        await call
    assert len(upstream.asked(MESSAGES)) < 190
    await it.call("ConsoleBringingState.bring", {"user": "visitor-9"})
    assert state.notice == Notice("inbox_bring_more", {"count": "200"})
    assert len(upstream.asked(CONVERSATIONS)) == 2
