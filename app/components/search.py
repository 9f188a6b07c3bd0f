"""The search: the button that opens it, and its dialog."""

from typing import Any

import reflex as rx

from app.components.browser import module, word
from app.components.dialog import dialog
from app.components.icons import icon
from app.state.search import SearchState
from app.state.session import SessionState


class Search(rx.Component):
    """The box and the list of the dialog with the id ``dialog``: ``found`` answers the query of number ``answered``."""

    library = module("search.jsx")
    tag = "Search"

    dialog: rx.Var[str]
    found: rx.Var[list]
    answered: rx.Var[str]
    looking: rx.Var[bool]
    partly: rx.Var[bool]
    failed: rx.Var[bool]
    words: rx.Var[dict]
    on_look: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]
    on_leave: rx.EventHandler[rx.event.no_args_event_spec]


def search_button() -> rx.Component:
    return rx.el.button(
        icon("search"),
        type="button",
        class_name="icon-button search-open",
        aria_label=word("search"),
        title=word("search"),
        custom_attrs={"data-opens": "search"},
        aria_keyshortcuts="Control+K Meta+K",
    )


def search() -> rx.Component:
    return search_dialog(SearchState, looking=SearchState.looking, partly=SearchState.partly)


def search_dialog(state: type[rx.State], **more: Any) -> rx.Component:
    """The dialog over a ``state`` that looks and finds; ``more`` is what else the box is told of it."""
    return dialog(
        "search",
        word("search"),
        Search.create(
            dialog="search",
            found=state.found,
            answered=state.answered,
            failed=state.failed,
            words=SessionState.words,
            on_look=state.look,
            on_leave=state.leave,
            **more,
        ),
        on_close=state.leave,
    )
