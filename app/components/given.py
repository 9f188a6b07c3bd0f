"""The dialog of what a conversation began with, and of beginning another one with it."""

from typing import Any

import reflex as rx

from app.components.browser import module, say, word
from app.components.dialog import dialog
from app.components.menu import menu_item
from app.state.given import GivenState
from app.state.session import SessionState


class Given(rx.Component):
    """A value for each control, and the link to a new chat with them."""

    library = module("given.jsx")
    tag = "Given"

    given: rx.Var[list]
    words: rx.Var[dict]


class Aside(rx.Component):
    """In the form before a chat: a button for what stood there before it was filled in anew."""

    library = module("given.jsx")
    tag = "Aside"

    words: rx.Var[Any]


def given_item() -> rx.Component:
    """The menu's item, for an app with a form."""
    return rx.cond(
        SessionState.face.fields.length() > 0,
        menu_item("file", word("given"), on_click=GivenState.look, custom_attrs={"data-opens": "given"}),
    )


def given_dialog() -> rx.Component:
    return dialog(
        "given",
        word("given"),
        rx.cond(GivenState.loading, rx.el.p(word("loading"), class_name="note", role="status")),
        rx.cond(GivenState.notice.key != "", rx.el.p(say(GivenState.notice), class_name="problem", role="alert")),
        rx.cond(GivenState.given.length() > 0, Given.create(given=GivenState.given, words=SessionState.words)),
    )
