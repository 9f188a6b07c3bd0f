"""Conversations that are deleted: had back, gone here and upstream, or back with a word."""

import asyncio

import httpx
import pytest

from app.chat import Chat, Gone, leaving
from app.ledger import Ledger
from app.news import Changed, Stayed
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from tests.unit.both import database as database
from tests.unit.chat.lists import DELETE, UP, Heard, ids, line
from tests.unit.chat.talks import ME, answered, conversation, ended, listed
from tests.unit.runs.doubles import Upstream, refused


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


async def test_a_deletion_is_taken_back_in_another_process_and_not_made_then(chat, upstream, ledger, monkeypatch):
    run = await answered(chat, upstream)
    id = run.row.conversation_id
    other = Chat(chat.slug, upstream.client, ledger, Runs(ledger, MemoryRunLog()))
    await chat.conversations.leaving.delete(ME, id)
    await other.conversations.leaving.restore(ME, id)
    with pytest.raises(Gone):
        await chat.conversations.leaving.restore(ME, id)
    row = await chat.conversations.own(ME, id)
    await chat.conversations.leaving._leave(row, 0.0)  # What the first one's task does when its time has come.
    await other.close()
    assert upstream.asked(DELETE) == []
    assert (await line(chat, id)) is not None
