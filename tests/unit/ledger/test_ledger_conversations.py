"""A user's conversations: what the upstream has of them, which are listed, and whose they are."""

import pytest

from tests.unit.ledger.talks import APP, ME, NO_IDS, OTHER, asked, ids, known
from tests.unit.sql import sql


async def test_conversations_of_the_upstream_are_learned_by_its_ids(ledger):
    rows = await ledger.learn(APP, ME, [known("up-2", "Second", 200), known("up-1", "First", 100)])
    assert [(row.id, row.upstream_id, row.name) for row in rows] == [
        ("up-2", "up-2", "Second"),
        ("up-1", "up-1", "First"),
    ]
    assert await ids(ledger) == ["up-2", "up-1"]


async def test_learning_again_renames_and_keeps_the_newer_time(ledger):
    await ledger.learn(APP, ME, [known("up-1", "Old", 100, updated_at=300)])
    [row] = await ledger.learn(APP, ME, [known("up-1", "New", 100, updated_at=200)])
    assert (row.name, row.updated_at) == ("New", 300.0)
    [row] = await ledger.learn(APP, ME, [known("up-1", "", 100)])
    assert row.name == "New"


async def test_a_conversation_of_ours_is_learned_under_its_own_id(ledger):
    conversation, _, run = await asked(ledger, "Why?")
    await ledger.named(run, **NO_IDS | {"conversation_id": "up-1"})
    [row] = await ledger.learn(APP, ME, [known("up-1", "A title")])
    assert (row.id, row.name) == (conversation.id, "A title")


async def test_a_page_that_names_a_conversation_twice_is_learned_once(ledger):
    rows = await ledger.learn(APP, ME, [known("up-1", "A"), known("up-1", "A")])
    assert [row.id for row in rows] == ["up-1", "up-1"]
    assert await ids(ledger) == ["up-1"]


async def test_an_empty_page_teaches_nothing(ledger):
    assert await ledger.learn(APP, ME, []) == []


async def test_the_newest_conversations_come_first_since_when_they_are_wanted(ledger):
    await ledger.learn(APP, ME, [known(f"up-{number}", at=number) for number in range(10)])
    assert await ids(ledger, since=7) == ["up-9", "up-8", "up-7"]
    assert await ids(ledger) == [f"up-{number}" for number in reversed(range(10))]


@pytest.mark.parametrize("mark", [{"pinned": True}, {"archived": True}, {"deleted_at": 5.0}])
async def test_what_was_put_to_a_place_of_its_own_is_listed_however_old_it_is(ledger, mark):
    rows = await ledger.learn(APP, ME, [known(f"up-{number}", at=number) for number in range(10)])
    await ledger.mark(rows[1], **mark)
    assert await ids(ledger, since=8) == ["up-9", "up-8", "up-1"]


async def test_a_conversation_that_is_about_to_go_is_found_by_those_alone_who_ask_for_it(ledger):
    [row] = await ledger.learn(APP, ME, [known("up-1")])
    await ledger.mark(row, deleted_at=5.0)
    assert await ledger.conversation(APP, ME, "up-1") is None
    assert (await ledger.conversation(APP, ME, "up-1", deleted=True)).id == "up-1"
    assert [row.id for row in await ledger.deleted(APP)] == ["up-1"]
    assert await ledger.deleted("app-2") == []


async def test_of_a_forgotten_conversation_nothing_is_left_in_any_table(ledger):
    kept, _, _ = await asked(ledger, "kept")
    theirs, _, _ = await asked(ledger, "theirs", user=OTHER)
    conversation, message, _ = await asked(ledger, "forgotten")
    file = await ledger.files.add(APP, ME, kind="image", source="upload", name="a.png", upstream_id="up-f")
    await ledger.files.attach(APP, ME, [file.id], message_id=message.id, conversation_id=conversation.id)
    await ledger.forget(conversation)
    for table in ("conversations", "messages", "runs", "files"):
        place = "id" if table == "conversations" else "conversation_id"
        left = {row[0] for row in await sql(ledger, f"select {place} from {table}")}
        assert left == ({kept.id, theirs.id} if table != "files" else set())


async def test_nobody_reads_what_is_another_s(ledger):
    conversation, message, run = await asked(ledger)
    await ledger.named(run, task_id="t", message_id="up-m", conversation_id="up-c")
    for app, user in ((APP, OTHER), ("app-2", ME), ("app-2", OTHER), (APP, "")):
        assert await ledger.conversations(app, user) == []
        assert await ledger.conversation(app, user, conversation.id) is None
        assert await ledger.conversation(app, user, "up-c") is None
        assert await ledger.messages(app, user, conversation.id) == []
        assert await ledger.message(app, user, message.id) is None
        assert await ledger.message(app, user, "up-m") is None


async def test_a_conversation_that_the_upstream_shows_to_two_apps_is_two(ledger):
    for app in (APP, "app-2"):
        await ledger.learn(app, ME, [known("up-1", f"of {app}")])
    mine = await ledger.conversation(APP, ME, "up-1")
    _, _, run = await asked(ledger, "Why?", mine)
    await ledger.end(run, "done", answer="")
    theirs = await ledger.conversation("app-2", ME, "up-1")
    assert (theirs.name, theirs.updated_at) == ("of app-2", 100.0)
    assert mine.updated_at < (await ledger.conversation(APP, ME, "up-1")).updated_at


async def test_the_same_upstream_ids_of_two_users_stay_apart(ledger):
    for user in (ME, OTHER):
        conversation, _, run = await asked(ledger, f"of {user}", user=user)
        await ledger.named(run, task_id="t", message_id="up-m", conversation_id="up-c")
        assert (await ledger.message(APP, user, "up-m")).question == f"of {user}"
        [row] = await ledger.learn(APP, user, [known("up-c", f"Title of {user}")])
        assert row.id == conversation.id
    assert [row.name for row in await ledger.conversations(APP, ME)] == [f"Title of {ME}"]
