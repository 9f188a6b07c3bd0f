"""What a visitor has becomes an account's, whole and once."""

import pytest

from app.dify import models
from app.ledger import Entry
from app.search import parse
from tests.unit.sql import sql

APP, OTHER_APP = "app-1", "app-2"
VISITOR, ME, STRANGER = "visitor-1", "local:anna", "visitor-2"
OWNED = "conversations", "messages", "runs", "files", "shares", "search_entries", "search_reads"
MADE = "conversations", "messages", "runs", "files"


def listed(*ids: str) -> list[models.Conversation]:
    return [models.Conversation(id=id, name=f"Lamps of {id}", created_at=100 + at) for at, id in enumerate(ids)]


async def of_all_kinds(ledger, user, app=APP, question="Why a lamp?"):
    """A row of this user's in every table."""
    conversation, message, run = await ledger.begin(app, user, question, None, {})
    await ledger.end(run, "done", answer="Because of the dark.")
    await ledger.files.add(app, user, kind="image", source="upload", name="a.png", upstream_id=f"up-{user}")
    thread = {"conversation_id": conversation.id, "title": "A lamp", "thread": {}, "seconds": None}
    await ledger.shares.add(app, user, **thread)
    await ledger.search.read(conversation)
    return conversation, message, run


async def owners(ledger, table: str) -> set[str]:
    return {user for (user,) in await sql(ledger, f'SELECT DISTINCT "user" FROM {table}')}


async def found(ledger, user, query="lamp", app=APP) -> tuple[int, int]:
    titles, turns = await ledger.search.find(app, user, parse(query))
    return len(titles), len(turns)


async def test_every_row_of_a_visitor_s_in_every_app_becomes_the_account_s(ledger):
    first, *_ = await of_all_kinds(ledger, VISITOR)
    second, *_ = await of_all_kinds(ledger, VISITOR, OTHER_APP)
    await of_all_kinds(ledger, STRANGER)
    await of_all_kinds(ledger, ME, question="Why a lantern?")
    assert sorted(await ledger.keeping.apps(VISITOR)) == [APP, OTHER_APP]
    kept = await ledger.keeping.keep(VISITOR, ME)
    assert sorted(kept) == [(APP, first.id), (OTHER_APP, second.id)]
    for table in OWNED:
        assert await owners(ledger, table) == {ME, STRANGER}, table
    for table in MADE:
        rows = await sql(ledger, f'SELECT "user", made_by FROM {table} ORDER BY made_by')
        assert sorted(set(rows)) == [(ME, ""), (ME, VISITOR), (STRANGER, "")], table
    row = await ledger.conversation(APP, ME, first.id)
    assert (row.user, row.upstream_user) == (ME, VISITOR)
    assert await found(ledger, ME) == (1, 1)
    assert await found(ledger, ME, app=OTHER_APP) == (1, 1)
    assert await found(ledger, ME, "lantern") == (1, 1)
    assert await found(ledger, VISITOR) == (0, 0)
    assert await found(ledger, STRANGER) == (1, 1)
    assert await ledger.keeping.makers(APP, ME) == [VISITOR]


async def test_it_is_kept_once_and_nobody_keeps_what_is_their_own_or_nobody_s(ledger):
    await of_all_kinds(ledger, VISITOR)
    assert await ledger.keeping.keep(VISITOR, VISITOR) == []
    assert await ledger.keeping.keep("", ME) == []
    assert len(await ledger.keeping.keep(VISITOR, ME)) == 1
    assert await ledger.keeping.keep(VISITOR, ME) == []
    assert await ledger.keeping.apps(VISITOR) == []


async def test_what_is_kept_once_more_is_still_known_by_who_made_it(ledger):
    conversation, message, _ = await of_all_kinds(ledger, VISITOR)
    await ledger.keeping.keep(VISITOR, STRANGER)
    await ledger.keeping.keep(STRANGER, ME)
    assert (await ledger.conversation(APP, ME, conversation.id)).upstream_user == VISITOR
    assert (await ledger.message(APP, ME, message.id)).upstream_user == VISITOR


async def test_what_a_server_has_listed_to_both_is_the_account_s_already(ledger):
    await ledger.learn(APP, ME, listed("up-1"))
    [theirs, more] = await ledger.learn(APP, VISITOR, listed("up-1", "up-2"))
    await ledger.search.put(APP, VISITOR, [Entry(theirs.id, "m1", "A lamp?", "", 1.0)])
    for user in (ME, VISITOR):
        await ledger.files.add(APP, user, kind="image", source="upload", name="a.png", upstream_id="one upload")
    assert await ledger.keeping.keep(VISITOR, ME) == [(APP, more.id)]
    assert [row.upstream_id for row in await ledger.conversations(APP, ME)] == ["up-2", "up-1"]
    assert [row.id for row in await ledger.conversations(APP, VISITOR)] == [theirs.id]
    assert await found(ledger, VISITOR) == (1, 1)


async def test_an_answer_that_is_written_meanwhile_is_recorded_where_it_is_now(ledger):
    conversation, message, run = await ledger.begin(APP, VISITOR, "Why?", None, {})
    await ledger.keeping.keep(VISITOR, ME)
    await ledger.learn(APP, ME, listed("up-1"), VISITOR)  # Its stream has not told the ledger its name yet.
    await ledger.named(run, task_id="task-1", message_id="up-m", conversation_id="up-1")
    await ledger.save(run, "Because")
    await ledger.end(run, "done", answer="Because of the lamp.")
    await ledger.tell(run, {"key": "stopped"})
    [row] = await ledger.conversations(APP, ME)
    assert (row.id, row.upstream_id, row.upstream_user) == (conversation.id, "up-1", VISITOR)
    assert row.answered_at > 0
    [turn] = await ledger.messages(APP, ME, conversation.id)
    assert (turn.answer, turn.status, turn.upstream_id) == ("Because of the lamp.", "done", "up-m")
    assert turn.notice == {"key": "stopped"}
    assert (await ledger.newest_run(APP, ME, message.id)).status == "done"
    assert await found(ledger, ME) == (0, 1)
    assert await ledger.keeping.apps(VISITOR) == []


async def test_a_question_for_a_conversation_that_was_kept_meanwhile_is_its_keeper_s(ledger):
    conversation, *_ = await of_all_kinds(ledger, VISITOR)
    await ledger.keeping.keep(VISITOR, ME)
    _, message, run = await ledger.begin(APP, VISITOR, "And now?", conversation, {})
    assert {(row.user, row.upstream_user) for row in (message, run)} == {(ME, VISITOR)}


async def test_a_mark_on_what_was_kept_meanwhile_stays(ledger):
    conversation, *_ = await of_all_kinds(ledger, VISITOR)
    await ledger.keeping.keep(VISITOR, ME)
    await ledger.mark(conversation, name="Lanterns", deleted_at=5.0)
    now = await ledger.again(conversation)
    assert (now.name, now.user, now.deleted_at) == ("Lanterns", ME, 5.0)
    assert await ledger.move_deletion(conversation, None)
    assert await found(ledger, ME, "lanterns") == (1, 0)


async def test_the_visitor_s_list_brings_nothing_twice_and_names_what_is_kept(ledger):
    await ledger.learn(APP, VISITOR, listed("up-1"))
    await ledger.keeping.keep(VISITOR, ME)
    renamed = [models.Conversation(id="up-1", name="Lanterns", created_at=100, updated_at=300)]
    await ledger.learn(APP, VISITOR, renamed)
    await ledger.learn(APP, ME, listed("up-9"))
    assert await ledger.conversations(APP, VISITOR) == []
    kept, own = await ledger.conversations(APP, ME)
    assert (kept.name, kept.updated_at, kept.upstream_user) == ("Lanterns", 300, VISITOR)
    assert (own.upstream_id, own.upstream_user) == ("up-9", ME)
    assert await found(ledger, ME, "lanterns") == (1, 0)


async def test_what_only_the_upstream_s_list_knew_of_is_its_keeper_s_as_well(ledger):
    await ledger.learn(APP, VISITOR, listed("up-1"))
    await ledger.keeping.keep(VISITOR, ME)
    await ledger.learn(APP, ME, listed("up-1", "up-2"), VISITOR)
    rows = await ledger.conversations(APP, ME)
    assert [(row.upstream_id, row.upstream_user) for row in rows] == [("up-2", VISITOR), ("up-1", VISITOR)]


@pytest.mark.parametrize(("names", "shown"), [(0, ()), (2, ("Lamps of up-3", "Lamps of up-2"))])
async def test_how_many_there_are_and_what_the_newest_are_called(ledger, names, shown):
    [_, _, _, leaving] = await ledger.learn(APP, VISITOR, listed("up-1", "up-2", "up-3", "up-4"))
    await ledger.mark(leaving, deleted_at=1.0)
    told = await ledger.keeping.found(VISITOR, names)
    assert (told.count, told.names) == (3, shown)
    nothing = await ledger.keeping.found("nobody", names)
    assert (nothing.count, nothing.names) == (0, ())
