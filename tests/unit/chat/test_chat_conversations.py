"""What is done with the conversations of the list: names, titles, pins, the archive and what was seen."""

import time

import httpx
import pytest

from app.chat import Gone
from app.dify.errors import Unreachable
from app.news import Changed
from tests.unit.chat.lists import NAME, UP, Heard, line
from tests.unit.chat.talks import ME, OTHER, answered, conversation, ended, listed
from tests.unit.runs.doubles import Stream


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


async def test_a_clock_that_is_set_back_hides_no_new_answer_and_shows_no_old_one_as_new(chat, upstream, monkeypatch):
    now = [2_000_000_000.0]
    monkeypatch.setattr(time, "time", lambda: now[0])
    run = await answered(chat, upstream)
    id = run.row.conversation_id
    for jump in (60.0, -3600.0, -3600.0):
        now[0] += jump
        assert (await line(chat, id)).unread
        await chat.conversations.see(ME, id)
        assert not (await line(chat, id)).unread
        upstream.stream = Stream()
        again = await chat.ask(ME, id, "And then?", {})
        upstream.stream.say("So.")
        upstream.stream.finish()
        await ended(again)


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
