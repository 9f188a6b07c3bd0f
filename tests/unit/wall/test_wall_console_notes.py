"""Notes at the console: for agents alone, and of whoever serves the app."""

import pytest

from app.apps.notes import LONGEST, named
from app.ledger.inbox import notes as noting
from app.policy import Role
from app.services import current
from app.state import console as console_module
from app.views import InboxChoice, Notice
from tests.unit.wall.consoles import AGENT, console

__all__ = ["console"]
OTHER = "agent-2"


@pytest.fixture
async def it(console):
    """An agent with a conversation open, and another agent who serves the same app."""
    it = console(Role.AGENT)
    await it.ledger.inbox.arrive(OTHER, "Bea", ["desk"])
    await it.call("ConsoleThreadState.open", "desk", it.rows["desk"].id)
    await it.call("ConsoleNotesState.read")
    return it


def place(it) -> str:
    return f"desk {it.rows['desk'].id}"


def texts(it) -> list[str]:
    return [note.text for note in it.state("ConsoleNotesState").notes]


async def test_a_note_is_kept_once_changed_and_taken_away(it):
    state = it.state("ConsoleNotesState")
    for _ in range(2):
        await it.call("ConsoleNotesState.save", place(it), "1", " Lamps, see https://example.org ", "")
    [note] = state.notes
    assert (note.text, note.mine, note.edited, state.kept) == ("Lamps, see https://example.org", True, False, "1")
    await it.call("ConsoleNotesState.save", place(it), "2", "Ships", note.id)
    assert (texts(it), state.notes[0].edited, state.kept) == (["Ships"], True, "2")
    await it.call("ConsoleNotesState.drop", note.id)
    assert (state.notes, state.notice) == ([], Notice())


async def test_a_note_for_a_server_that_does_not_know_yet_what_is_open_is_not_called_too_long(it):
    at = place(it)
    await it.call("ConsoleThreadState.close")
    await it.call("ConsoleNotesState.save", at, "1", "Lamps", "")
    state = it.state("ConsoleNotesState")
    assert (state.kept, state.refused, state.notice.key) == ("", "1", "inbox_not_changed")


@pytest.mark.parametrize("text", ["", "  ", "x" * (LONGEST + 1)])
async def test_what_is_no_note_is_refused_with_a_sentence(it, text):
    await it.call("ConsoleNotesState.save", place(it), "1", text, "")
    state = it.state("ConsoleNotesState")
    assert (state.notes, state.kept, state.refused, state.notice.key) == ([], "", "1", "inbox_note_long")


async def test_where_there_is_no_room_or_no_conversation_any_more_the_words_stay(it, monkeypatch):
    monkeypatch.setattr(noting, "NOTES", 0)
    await it.call("ConsoleNotesState.save", place(it), "1", "Lamps", "")
    state = it.state("ConsoleNotesState")
    assert (state.kept, state.refused, state.notice.key) == ("", "1", "inbox_notes_full")
    monkeypatch.setattr(noting, "NOTES", 9)
    await it.ledger.mark(it.rows["desk"], deleted_at=1.0)
    await it.call("ConsoleNotesState.save", place(it), "2", "Lamps", "")
    assert (state.kept, state.refused, state.notice.key) == ("", "2", "inbox_not_changed")


async def test_another_s_note_is_read_and_nothing_else_can_be_done_with_it(it):
    desk = it.rows["desk"]
    await it.ledger.inbox.note(["desk"], OTHER, "desk", desk.id, "theirs", "Lamps", lambda _text: set())
    await it.call("ConsoleNotesState.read")
    state = it.state("ConsoleNotesState")
    [note] = state.notes
    assert (note.author, note.mine) == ("Bea", False)
    await it.call("ConsoleNotesState.save", place(it), "1", "Ships", note.id)
    assert (state.refused, state.notice.key) == ("1", "inbox_not_changed")
    await it.call("ConsoleNotesState.drop", note.id)
    await it.call("ConsoleNotesState.read")
    assert texts(it) == ["Lamps"]


async def test_who_is_mentioned_where_they_look_has_read_it(it, monkeypatch):
    monkeypatch.setattr(console_module, "RECOUNT", 0.0)
    desk, state = it.rows["desk"], it.state("ConsoleState")
    await it.ledger.inbox.note(["desk"], OTHER, "desk", desk.id, "theirs", "Lamps", lambda _text: {AGENT})
    await it.call("ConsoleState.count")
    assert state.counts["mentioned"] == 1
    for event in ("ConsoleThreadState.renew", "ConsoleNotesState.read"):
        await it.call(event)
    assert (texts(it), state.counts["mentioned"]) == (["Lamps"], 0)


async def test_a_note_for_a_conversation_that_is_open_no_more_stays_with_who_wrote_it(it):
    await it.call("ConsoleNotesState.save", "desk another", "1", "Lamps", "")
    state = it.state("ConsoleNotesState")
    assert (state.notes, state.kept, state.refused, state.notice.key) == ([], "", "1", "inbox_not_changed")


async def test_who_opens_another_conversation_sees_its_notes_alone(it):
    await it.call("ConsoleNotesState.save", place(it), "1", "Lamps", "")
    row, _, run = await it.ledger.begin("desk", "visitor-1", "Boats?", None, {})
    await it.ledger.end(run, "done", answer="Yes.")
    await it.call("ConsoleThreadState.open", "desk", row.id)
    await it.call("ConsoleNotesState.read")
    assert (texts(it), it.state("ConsoleNotesState").kept) == ([], "")


async def test_whoever_is_named_is_led_to_the_conversation(it):
    await it.call("ConsoleNotesState.save", place(it), "1", f"@bea, and @{AGENT}", "")
    for agent, count in ((OTHER, 1), (AGENT, 0), ("agent-3", 0)):
        assert (await it.ledger.inbox.counts(["desk"], agent)).mentioned == count
    await it.call("ConsoleState.narrow", "mentioned", "yes")
    assert it.state("ConsoleState").lines == []


async def test_nothing_of_a_note_reaches_whoever_it_is_about(it):
    await it.call("ConsoleNotesState.save", place(it), "1", "Lamps are a secretword", "")
    chat, row = current().apps.at("desk"), it.rows["desk"]
    page, export = await chat.open("visitor-1", row.id), await chat.taking.thread("visitor-1", row.id)
    assert "secretword" not in repr((page, export, await chat.search.find("visitor-1", "secretword")))


AGENTS = [InboxChoice("1", "Anna"), InboxChoice("2", "Anna Beck"), InboxChoice("3", "小林"), InboxChoice("4", "#ab12")]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("@anna", {"1"}),
        ("Hello @Anna Beck, look", {"2"}),
        ("@Anna and @Anna Beck", {"1", "2"}),
        ("@Annabel", set()),
        ("mail@anna", set()),
        ("@小林さん、お願いします", {"3"}),
        ("(@#ab12)", {"4"}),
        ("@", set()),
        ("Anna", set()),
    ],
)
def test_whom_a_text_names(text, ids):
    assert named(text, AGENTS) == ids


def test_where_there_is_nobody_nobody_is_named():
    assert named("@Anna", []) == set()
