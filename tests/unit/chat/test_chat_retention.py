"""Conversations that nobody has spoken in for long are deleted, or made nobody's; what is in use is left alone."""

import json
import time
from contextlib import aclosing
from typing import Any

import pytest

from app.apps import Apps
from app.apps import retention as looking
from app.apps.retention import retained, rule_of, walk
from app.catalog import App
from app.catalog.entry import AppRetention
from app.chat import retention
from app.chat.retention import Rule
from app.ledger.inbox import Filter
from app.ledger.people import of_apps
from app.ledger.retention import EMPTIED, STAYS, WORDS
from app.ledger.rows import Base
from app.news import Changed
from app.relay import local_locks
from app.settings import Settings
from tests.unit.both import database as database
from tests.unit.chat.talks import CONVERSATIONS, ME, answered, conversation, listed, page
from tests.unit.ledger.test_ledger_people import put, where
from tests.unit.runs.doubles import refused
from tests.unit.sql import sql

DAY = 86_400
GONE = {"result": "success"}
DELETE, RATE = "DELETE /v1/conversations", "POST /v1/messages/message-1/feedbacks"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(retention, "PAUSE", 0.0)


async def with_old(chat, upstream, *ids: str) -> None:
    """Conversations of ten days ago, which the app lets go."""
    old = time.time() - 10 * DAY
    await listed(chat, upstream, *(conversation(id, int(old) + number) for number, id in enumerate(ids)))
    for id in ids:
        upstream.on(f"{DELETE}/{id}", GONE)


async def ended(chat, action: str = "delete", days: int = 7) -> None:
    await walk(chat, Rule(days, action), local_locks())


async def left(chat) -> list[tuple[Any, ...]]:
    return await sql(chat._ledger, 'SELECT id, "user", upstream_id, name FROM conversations ORDER BY id')


async def test_what_is_old_is_deleted_at_the_app_and_here_and_what_is_younger_stays(chat, upstream):
    await with_old(chat, upstream, "a", "b")
    run = await answered(chat, upstream)
    await chat._ledger.mark(await chat._ledger.conversation(chat.slug, ME, "b"), pinned=True)
    await ended(chat)
    assert [row[0] for row in await left(chat)] == [run.row.conversation_id]
    assert [len(upstream.asked(f"{DELETE}/{id}")) for id in "ab"] == [1, 1]
    assert (
        await sql(chat._ledger, "SELECT conversation_id FROM search_entries WHERE conversation_id IN ('a', 'b')") == []
    )


async def test_where_nothing_is_said_all_is_kept(chat, upstream):
    await with_old(chat, upstream, "a")
    await ended(chat, days=11)
    assert [row[0] for row in await left(chat)] == ["a"]


async def test_what_an_answer_is_written_in_is_left_alone_however_old_it_is(chat, upstream):
    run = await chat.ask(ME, "", "Why?", {})
    old = time.time() - 10 * DAY
    await sql(chat._ledger, f"UPDATE conversations SET updated_at = {old}")
    await ended(chat)
    assert len(await left(chat)) == 1
    upstream.stream.finish()
    await run.closed.wait()
    await ended(chat)
    assert len(await left(chat)) == 1  # it was answered just now


async def test_what_somebody_has_spoken_in_meanwhile_is_not_taken(chat, upstream):
    await with_old(chat, upstream, "a")
    before = time.time() - 7 * DAY
    [row] = await chat._ledger.retention.due(chat.slug, before, None, 10)
    await sql(chat._ledger, f"UPDATE conversations SET updated_at = {time.time()}")
    assert not await chat._ledger.retention.claim(row, before)
    assert not await chat._ledger.retention.claim(row, before)
    await sql(chat._ledger, f"UPDATE conversations SET updated_at = {before - 1}")
    assert await chat._ledger.retention.claim(row, before)
    assert not await chat._ledger.retention.claim(row, before)  # another process was first


async def test_what_the_app_does_not_delete_stays_and_is_tried_again(chat, upstream, caplog):
    await with_old(chat, upstream, *"abcdefgh")
    for id in "bcdefgh":
        upstream.on(f"{DELETE}/{id}", refused("", status=503))
    await ended(chat)
    assert [row[0] for row in await left(chat)] == list("bcdefgh")
    # After three in a row the app is left alone until later.
    assert sum(len(upstream.asked(f"{DELETE}/{id}")) for id in "bcdefgh") == 3
    assert caplog.text.count("a conversation is kept for longer than it may be: ServerFailed") == 3
    for id in "bcdefgh":
        upstream.on(f"{DELETE}/{id}", GONE)
    await ended(chat)
    assert await left(chat) == []


async def test_more_than_a_batch_is_ended_batch_by_batch(chat, upstream):
    await with_old(chat, upstream, *(f"c{number:02}" for number in range(45)))
    after = await chat.retaining.batch(Rule(7, "delete"), None)
    assert after and len(await left(chat)) == 25
    await ended(chat)
    assert await left(chat) == []


async def old_talk(chat, upstream) -> None:
    """A conversation of this server's with all that there may be in one, which nobody has spoken in for long."""
    run = await answered(chat, upstream, "I am Anna, why?", "Because, Anna.")
    upstream.on(f"{DELETE}/conversation-1", GONE)
    ledger, id = chat._ledger, run.row.conversation_id
    row = await ledger.conversation(chat.slug, ME, id)
    await ledger.inbox.rated(row, {"message-1": "dislike"}, {"message-1": "Anna is not my name"})
    await ledger.inbox.label([chat.slug], chat.slug, id, "billing", True)
    await ledger.inbox.read([chat.slug], "agent-1", chat.slug, id)
    await ledger.inbox.set_status([chat.slug], chat.slug, id, "resolved")
    file = await ledger.files.add(chat.slug, ME, kind="image", source="upload", name="anna.png", upstream_id="file-1")
    await ledger.files.attach(chat.slug, ME, [file.id], message_id=run.message.id, conversation_id=id)
    await chat.sharing.share(ME, id, None)
    old = time.time() - 10 * DAY
    await sql(ledger, f"UPDATE conversations SET updated_at = {old}, name = 'Anna', inputs = '{{\"name\": \"Anna\"}}'")


async def everything(chat) -> str:
    tables = [name for (name,) in await sql(chat._ledger, _TABLES[chat._ledger._session.kw["bind"].dialect.name])]
    kept = {table: await sql(chat._ledger, f'SELECT * FROM "{table}"') for table in tables if "alembic" not in table}
    return json.dumps({name: [list(map(str, row)) for row in rows] for name, rows in kept.items()})


_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()",
}


async def test_a_conversation_is_made_nobody_s_in_numbers_alone(chat, upstream):
    await old_talk(chat, upstream)
    before = await everything(chat)
    assert all(word in before for word in (ME, "Anna", "conversation-1", "message-1", "anna.png", "file-1"))
    await ended(chat, "anonymise")
    kept = await everything(chat)
    for word in (ME, "Anna", "anna", "conversation-1", "message-1", "file-1", "Because"):
        assert word not in kept
    [[id, user, upstream_id, name]] = await left(chat)
    assert (user[:10], upstream_id, name) == ("anonymous:", None, "")
    page = await chat._ledger.inbox.page([chat.slug], "agent-1", Filter())
    [line] = page.lines
    assert (line.id, line.user, line.status, line.rating, line.labels) == (
        id,
        user,
        "resolved",
        "dislike",
        ("billing",),
    )
    assert (await sql(chat._ledger, "SELECT status FROM messages"), line.unread) == ([("done",)], False)
    assert len(upstream.asked(f"{DELETE}/conversation-1")) == 1
    await ended(chat, "delete")  # it is nobody's, and stays
    assert len(await left(chat)) == 1


@pytest.mark.parametrize("action", ["delete", "anonymise", "keep-words"])
async def test_what_was_thought_of_its_answers_is_taken_back_at_the_app_first(chat, upstream, action):
    await old_talk(chat, upstream)
    upstream.on(RATE, refused("", status=503))
    await ended(chat, action)
    assert (len(await left(chat)), upstream.asked(f"{DELETE}/conversation-1")) == (1, [])
    upstream.on(RATE, GONE)
    await ended(chat, action)
    assert upstream.asked(RATE)[-1] == {"rating": None, "user": ME}
    assert len(upstream.asked(f"{DELETE}/conversation-1")) == 1


async def test_a_conversation_is_made_nobody_s_with_its_words(chat, upstream):
    await old_talk(chat, upstream)
    await ended(chat, "keep-words")
    [[id, user, _, name]] = await left(chat)
    [turn] = (await chat.open(user, id)).turns
    assert (turn.question, turn.answer, name) == ("I am Anna, why?", "Because, Anna.", "")
    assert ME not in await everything(chat)
    found = await chat.search.find(user, "because")
    assert [hit.conversation_id for hit in found] == [id]
    upstream.on(CONVERSATIONS, page())
    await chat.conversations.newest(ME)
    assert await chat._ledger.own.conversations(chat.slug, ME) == []


async def test_whatever_table_there_is_nothing_of_an_anonymous_conversation_names_its_person(chat):
    for table in of_apps():
        await put(chat._ledger, table, ME, "user")
    await sql(chat._ledger, "UPDATE conversations SET app = 'app-1', id = 'none', deleted_at = NULL")
    [row] = await chat._ledger.retention.due("app-1", time.time(), None, 10)
    await chat._ledger.retention.anonymise(row, words=True)
    assert await where(chat._ledger, ME) == set()


@pytest.mark.parametrize("table", STAYS)
def test_of_every_column_it_is_decided_whether_it_stays_with_what_is_nobody_s(table):
    changed = {
        "user",
        "id" if table == "conversations" else "conversation_id",
        *EMPTIED.get(table, ()),
        *WORDS.get(table, ()),
    }
    assert STAYS[table] | changed == set(Base.metadata.tables[table].c.keys())


async def test_files_that_were_never_sent_are_forgotten(chat):
    for name in ("old.png", "new.png"):
        await chat._ledger.files.add(chat.slug, ME, kind="image", source="upload", name=name)
    await sql(chat._ledger, f"UPDATE files SET created_at = {time.time() - 10 * DAY} WHERE name = 'old.png'")
    await ended(chat)
    assert await sql(chat._ledger, "SELECT name FROM files") == [("new.png",)]


@pytest.mark.parametrize(
    ("days", "action", "own", "rule"),
    [
        (0, "delete", AppRetention(), None),
        (30, "delete", AppRetention(), Rule(30, "delete")),
        (30, "delete", AppRetention(days=7), Rule(7, "delete")),
        (30, "delete", AppRetention(action="anonymise"), Rule(30, "anonymise")),
        (30, "delete", AppRetention(days=0), None),
        (0, "keep-words", AppRetention(days=7), Rule(7, "keep-words")),
    ],
)
def test_an_app_has_its_own_rule_or_that_of_the_settings(days, action, own, rule):
    settings = Settings(retention_days=days, retention=action)
    assert rule_of(settings, App(slug="desk", embedded="desk", retention=own)) == rule
    assert rule_of(settings, None) == (Rule(days, action) if days else None)


async def test_a_server_looks_by_itself_and_what_fails_in_one_app_is_no_other_one_s(chat, upstream, monkeypatch):
    await with_old(chat, upstream, "a")
    monkeypatch.setattr(looking, "SOON", 0.0)

    class Broken:
        slug = "broken"

        @property
        def retaining(self):
            raise RuntimeError("it is broken")

    async with (
        aclosing(chat.news.follow(chat.slug, ME)) as news,
        retained(Settings(retention_days=7), chat._ledger, Apps([Broken(), chat]), local_locks()),
    ):
        assert await anext(news) == ()
        assert await anext(news) == (Changed("a"),)
    assert await left(chat) == []
