"""The list of conversations as the browser keeps it, and what can be done with each: its menu, its name, Undo."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from app.components.browser import module, say, sentence, word
from app.components.icons import icon
from app.components.menu import menu, menu_item, separator
from app.state.conversations import ConversationsState
from app.state.keeping import KeepingState
from app.state.session import SessionState
from app.state.thread import ThreadState
from app.views import ConversationRow


class Listed(rx.Component):
    """The list by days, pinned ones first; ``row`` draws a line, and needs to know of it and of ``place`` alone.
    ``loaded`` once it was read."""

    library = module("conversations.jsx")
    tag = "Listed"

    rows: rx.Var[list]
    changed: rx.Var[dict]
    loaded: rx.Var[bool]
    place: rx.Var[str]
    words: rx.Var[dict]
    row: rx.Var[Any]


class LineOf(rx.Component):
    """What ``row`` draws of the conversation ``place``."""

    library = module("conversations.jsx")
    tag = "LineOf"

    rows: rx.Var[list]
    changed: rx.Var[dict]
    place: rx.Var[str]
    row: rx.Var[Any]


class Leaving(rx.Component):
    """A note for each conversation that was deleted and can still be had back."""

    library = module("conversations.jsx")
    tag = "Leaving"

    rows: rx.Var[list]
    changed: rx.Var[dict]
    words: rx.Var[dict]
    on_undo: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class Rename(rx.Component):
    """The dialog that a button with ``data-rename`` opens: the conversation's id; ``data-name`` is its name."""

    library = module("rename.jsx")
    tag = "Rename"

    words: rx.Var[dict]
    on_rename: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]


def listed(draw: Callable[[ConversationRow], rx.Component]) -> rx.Component:
    return Listed.create(
        **lines(),
        loaded=ConversationsState.loaded,
        place=ThreadState.conversation_id,
        words=SessionState.words,
        row=_row(draw),
    )


def of_open(draw: Callable[[ConversationRow], rx.Component]) -> rx.Component:
    """What ``draw`` makes of the open conversation; nothing while it is none of the list."""
    return LineOf.create(**lines(), place=ThreadState.conversation_id, row=_row(draw))


def menu_of(row: ConversationRow) -> rx.Component:
    return menu(sentence("options_of", name=row.name), kept(row), separator(), delete(row))


def kept(row: ConversationRow) -> rx.Component:
    """The menu's items for how a conversation stands in the list."""
    return rx.fragment(
        menu_item("edit", word("rename"), custom_attrs={"data-rename": row.id, "data-name": row.name}),
        menu_item("spark", word("make_title"), on_click=KeepingState.make_title(row.id)),
        menu_item(
            "pin", rx.cond(row.pinned, word("unpin"), word("pin")), on_click=KeepingState.pin(row.id, ~row.pinned)
        ),
        menu_item(
            "archive",
            rx.cond(row.archived, word("unarchive"), word("archive")),
            on_click=KeepingState.archive(row.id, ~row.archived),
        ),
    )


def delete(row: ConversationRow) -> rx.Component:
    return menu_item("delete", word("delete"), grave=True, on_click=KeepingState.delete(row.id))


def notes() -> rx.Component:
    """What was deleted, and what could not be done."""
    return rx.el.div(
        Leaving.create(**lines(), words=SessionState.words, on_undo=KeepingState.restore),
        rx.cond(
            KeepingState.notice.key != "",
            rx.el.div(
                icon("warn"),
                rx.el.p(say(KeepingState.notice)),
                rx.el.button(word("close"), type="button", class_name="quiet", on_click=KeepingState.dismiss),
                class_name="notice",
                role="alert",
            ),
        ),
        class_name="notes-above",
    )


def renaming() -> rx.Component:
    return Rename.create(words=SessionState.words, on_rename=KeepingState.rename)


def lines() -> dict[str, Any]:
    return {"rows": ConversationsState.rows, "changed": ConversationsState.changed}


def _row(draw: Callable[[ConversationRow], rx.Component]) -> rx.Var[Any]:
    """A function of the browser that draws one line."""
    row: Any = rx.Var("row").to(ConversationRow)
    drawn: Any = rx.Var.create(draw(row))
    return rx.Var(f"((row) => ({drawn!s}))", _var_data=drawn._get_all_var_data())
