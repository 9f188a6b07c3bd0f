"""The input form that the app asks for before a chat, built from its parameters."""

import reflex as rx

from app.components.browser import word
from app.components.fields import KEEP, field
from app.components.given import Aside
from app.state.session import SessionState
from app.state.thread import ThreadState


def details() -> rx.Component:
    return rx.el.form(
        rx.foreach(SessionState.face.fields, lambda item: field(item, ThreadState.problems)),
        rx.el.div(
            rx.el.button(word("start_chat"), type="submit", class_name="primary"),
            Aside.create(words=SessionState.words),
            class_name="actions",
        ),
        id="details",
        aria_label=word("details"),
        no_validate=True,
        class_name="details",
        custom_attrs={"ref": KEEP, "data-keep": "details"},
    )
