"""Notes of agents on a conversation: kept once, changed by their authors alone, and read by whom they name."""

import asyncio

import pytest

from app.ledger.inbox import Counts, Filter, NoRoom
from app.ledger.inbox import notes as noting
from tests.unit.ledger.inboxes import AGENT, OPEN, OTHER, asked, learned, shown
from tests.unit.sql import sql

NAMED = Filter(mentioned=True)


def named(text: str) -> set[str]:
    return {agent for agent in (AGENT, OTHER) if f"@{agent}" in text}


async def noted(ledger, row, number="1", text="Lamps", agent=AGENT, open=OPEN):
    return await ledger.inbox.note(open, agent, row.app, row.id, number, text, named)


async def told(ledger, row, open=OPEN):
    return [(it.note.author, it.name, it.note.text) for it in await ledger.inbox.notes(open, row.app, row.id)]


async def test_a_note_is_kept_once_for_its_number_and_names_its_author(ledger):
    row = await asked(ledger, "Why?")
    await ledger.inbox.arrive(OTHER, "Bea", OPEN)
    assert all(await asyncio.gather(*(noted(ledger, row) for _ in range(4))))
    await noted(ledger, row, "2", "Ships", OTHER)
    assert await told(ledger, row) == [(AGENT, "", "Lamps"), (OTHER, "Bea", "Ships")]


async def test_notes_are_changed_and_taken_away_by_their_authors_alone(ledger):
    row = await asked(ledger, "Why?")
    await noted(ledger, row)
    other = await asked(ledger, "How?")
    for agent, id, there in ((OTHER, row.id, False), (AGENT, other.id, False), (AGENT, row.id, True)):
        assert await ledger.inbox.edit_note(OPEN, agent, row.app, id, "1", "Ships", named) == there
    [it] = await ledger.inbox.notes(OPEN, row.app, row.id)
    assert (it.note.text, it.note.edited_at >= it.note.created_at) == ("Ships", True)
    places = (OTHER, row.id, False), (AGENT, other.id, False), (AGENT, row.id, True), (AGENT, row.id, False)
    for agent, id, there in places:
        assert await ledger.inbox.drop_note(OPEN, agent, row.app, id, "1") == there
    assert await told(ledger, row) == []


@pytest.mark.parametrize("gone", [False, True])
async def test_of_an_app_that_is_not_open_or_a_deleted_conversation_there_are_no_notes(ledger, gone):
    row = await asked(ledger, "Why?")
    await noted(ledger, row, text=f"@{OTHER}")
    open = OPEN if gone else {"app-2"}
    if gone:
        await ledger.mark(row, deleted_at=1.0)
    assert await told(ledger, row, open) == []
    assert not await noted(ledger, row, "2", open=open)
    assert await ledger.inbox.edit_note(open, AGENT, row.app, row.id, "1", "Ships", named) is False
    assert await ledger.inbox.drop_note(open, AGENT, row.app, row.id, "1") is False
    assert await shown(ledger, NAMED, OTHER, open) == []
    assert (await ledger.inbox.counts(open, OTHER)).mentioned == 0
    assert await sql(ledger, "SELECT text FROM notes") == [(f"@{OTHER}",)]


async def test_there_is_no_room_for_very_many(ledger, monkeypatch):
    monkeypatch.setattr(noting, "NOTES", 1)
    row = await asked(ledger, "Why?")
    await noted(ledger, row)
    assert await noted(ledger, row)
    with pytest.raises(NoRoom):
        await noted(ledger, row, "2")


@pytest.mark.parametrize("few", [0, 500])
async def test_whoever_is_named_finds_the_conversation_until_they_have_read_it(ledger, monkeypatch, few):
    monkeypatch.setattr("app.ledger.inbox.lines.FEW", few)
    rows = [await asked(ledger, question) for question in ("One?", "Two?", "Three?")]
    for number, row in enumerate(rows[:2]):
        await noted(ledger, row, f"{number}", f"@{OTHER} @{AGENT} look")
        await noted(ledger, row, f"{number} again", f"@{OTHER} look again")
    assert (await shown(ledger, NAMED, OTHER), await shown(ledger, NAMED)) == (["Two?", "One?"], [])
    assert (await ledger.inbox.counts(OPEN, OTHER)).mentioned == 2
    assert await shown(ledger, Filter(mentioned=True, status="resolved"), OTHER) == []
    await ledger.inbox.read(OPEN, AGENT, rows[0].app, rows[0].id)
    await ledger.inbox.read(OPEN, OTHER, rows[1].app, rows[1].id, unread=True)
    assert await shown(ledger, NAMED, OTHER) == ["Two?", "One?"]
    await ledger.inbox.read(OPEN, OTHER, rows[1].app, rows[1].id)
    assert await shown(ledger, NAMED, OTHER) == ["One?"]
    assert (await ledger.inbox.counts(OPEN, OTHER)).mentioned == 1
    await ledger.inbox.drop_note(OPEN, AGENT, rows[0].app, rows[0].id, "0")
    assert await shown(ledger, NAMED, OTHER) == ["One?"]
    await ledger.inbox.drop_note(OPEN, AGENT, rows[0].app, rows[0].id, "0 again")
    assert await ledger.inbox.counts(OPEN, OTHER) == Counts(
        {"open": 3, "waiting": 0, "person": 0, "resolved": 0}, unread=2
    )


async def test_other_words_name_whom_they_name_and_nobody_twice(ledger):
    row = await asked(ledger, "Why?")
    await noted(ledger, row, text="Nobody")
    for text, there in ((f"@{OTHER}", ["Why?"]), ("Nobody", []), (f"@{OTHER}", ["Why?"])):
        await ledger.inbox.edit_note(OPEN, AGENT, row.app, row.id, "1", text, named)
        assert await shown(ledger, NAMED, OTHER) == there
    await ledger.inbox.read(OPEN, OTHER, row.app, row.id)
    await ledger.inbox.edit_note(OPEN, AGENT, row.app, row.id, "1", f"@{OTHER}, please", named)
    assert await shown(ledger, NAMED, OTHER) == []


async def test_notes_go_with_their_conversation(ledger):
    for forget in (
        lambda row: ledger.forget(row),
        lambda row: ledger.own.forget_conversation(row.app, row.user, row.id),
        lambda row: ledger.own.forget(row.app, row.user),
    ):
        row = await asked(ledger, "Why?")
        await noted(ledger, row, text=f"@{OTHER}")
        await forget(row)
        for table in ("notes", "mentions"):
            assert await sql(ledger, f"SELECT * FROM {table}") == [], table


async def test_notes_stay_with_a_conversation_that_was_listed_first_or_is_kept_on_signing_in(ledger):
    ours, _, run = await ledger.begin("app-1", "visitor-1", "Why?", None, {})
    await learned(ledger, "app-1", "u")
    [listed] = [line for line in (await ledger.inbox.page(OPEN, AGENT, Filter())).lines if line.id == "u"]
    await noted(ledger, listed, text=f"@{OTHER}")
    await ledger.named(run, task_id="t", message_id="m", conversation_id="u")
    await ledger.keeping.keep("visitor-1", "local:anna")
    assert await told(ledger, ours) == [(AGENT, "", f"@{OTHER}")]
    assert await shown(ledger, NAMED, OTHER) == ["Why?"]
    for table in ("notes", "mentions"):
        assert await sql(ledger, f'SELECT "user", conversation_id FROM {table}') == [("local:anna", ours.id)]


async def test_notes_of_an_agent_who_is_erased_stay_without_their_name(ledger):
    row = await asked(ledger, "Why?")
    await noted(ledger, row, text=f"@{OTHER}")
    await noted(ledger, row, "2", f"@{AGENT}", OTHER)
    await ledger.people.forget(OTHER)
    assert [(author, text) for author, _, text in await told(ledger, row)] == [(AGENT, f"@{OTHER}"), ("", f"@{AGENT}")]
    assert await sql(ledger, "SELECT agent FROM mentions") == [(AGENT,)]
