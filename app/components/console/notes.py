"""Notes of agents: below the turn that each was written after, and at the end the box for a new one."""

from typing import Any

import reflex as rx

from app.components.browser import module, say
from app.state.console_beside import ConsoleBesideState
from app.state.console_notes import ConsoleNotesState
from app.state.console_thread import ConsoleThreadState
from app.state.session import SessionState


class NotesAfter(rx.Component):
    """The notes that were written after the turn ``at`` of ``count``; all of them are after -1 of none."""

    library = module("notes.jsx")
    tag = "NotesAfter"

    notes: rx.Var[list]
    at: rx.Var[int]
    count: rx.Var[int]
    agents: rx.Var[list]
    kept: rx.Var[str]
    refused: rx.Var[str]
    words: rx.Var[dict]
    on_save: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str, str)]
    on_drop: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class NoteBox(rx.Component):
    """The box for a note on the conversation ``place``."""

    library = module("notes.jsx")
    tag = "NoteBox"

    place: rx.Var[str]
    agents: rx.Var[list]
    kept: rx.Var[str]
    refused: rx.Var[str]
    words: rx.Var[dict]
    on_save: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str, str)]


def _shared() -> dict[str, Any]:
    state = ConsoleNotesState
    return {
        "agents": ConsoleBesideState.names,
        "kept": state.kept,
        "refused": state.refused,
        "words": SessionState.words,
        "on_save": state.save,
    }


def notes_after(at: int | rx.Var[int], count: int | rx.Var[int]) -> rx.Component:
    """Those of the conversation that stands here: the page has another's until these are read, and where none does."""
    state = ConsoleNotesState
    notes = rx.cond(state.of == ConsoleThreadState.line.key, state.notes, [])
    return NotesAfter.create(notes=notes, at=at, count=count, on_drop=state.drop, **_shared())


def note_box() -> rx.Component:
    notice = ConsoleNotesState.notice
    return rx.cond(
        ConsoleThreadState.line.key != "",
        rx.el.div(
            rx.el.p(rx.cond(notice.key != "", say(notice), ""), role="status", class_name="problem"),
            NoteBox.create(place=ConsoleThreadState.line.key, **_shared()),
            class_name="new-note",
        ),
    )
