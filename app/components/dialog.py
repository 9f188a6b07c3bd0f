"""A modal dialog."""

from typing import Any

import reflex as rx

from app.components.browser import module
from app.state.session import SessionState


class Dialog(rx.Component):
    """The browser's own dialog with a ``title``; opens when ``opened`` comes true, and closes when it ends."""

    library = module("dialog.jsx")
    tag = "Dialog"

    title: rx.Var[str]
    opened: rx.Var[bool]
    words: rx.Var[dict]
    on_close: rx.EventHandler[rx.event.no_args_event_spec]


def dialog(id: str, title: Any, *children: rx.Component, **more: Any) -> rx.Component:
    """A dialog that every button with ``custom_attrs={"data-opens": id}`` opens, without asking the server.

    It closes by Esc, by its own button, by a click beside it and by a button inside with ``data-closes``; then what
    opened it has the focus again. Inside, what has ``data-first`` has it first. ``more``: ``opened``, a state's var,
    and ``on_close``.
    """
    return Dialog.create(*children, id=id, title=title, words=SessionState.words, **more)
