"""What stands below the message box from the first visit on: the disclaimer, the privacy policy, whose page it is.

Where an app says much of itself, its beginning stands there, and all of it in a dialog.
"""

from typing import Any

import reflex as rx

from app.components.browser import word
from app.components.dialog import dialog
from app.state.session import SessionState
from app.state.thread import ThreadState

# Characters from which a text is long.
_NAME, _DISCLAIMER, _COPYRIGHT = 60, 160, 100


def fine_print() -> rx.Component:
    face = SessionState.face
    long = (
        (face.name.length() > _NAME) | (face.disclaimer.length() > _DISCLAIMER) | (face.copyright.length() > _COPYRIGHT)
    )
    return rx.fragment(
        rx.el.p(
            rx.cond(~ThreadState.to_person, rx.el.span(_disclaimer(), dir="auto")),
            rx.cond(face.privacy != "", rx.fragment(" ", _privacy())),
            rx.cond(face.privacy_text != "", rx.fragment(" ", _opens(word("privacy_policy")))),
            rx.cond(face.copyright != "", rx.fragment(" ", rx.el.span(face.copyright, dir="auto"))),
            rx.cond(long, rx.fragment(" ", _opens(word("read_in_full")))),
            class_name="note disclaimer",
            custom_attrs={"data-long": long},
        ),
        rx.cond(long | (face.privacy_text != ""), _about()),
    )


def _about() -> rx.Component:
    face = SessionState.face
    return dialog(
        "about",
        word("about_page"),
        rx.el.div(
            rx.cond(face.name != "", rx.el.h3(face.name, dir="auto")),
            rx.el.p(_disclaimer(), dir="auto"),
            rx.cond(face.privacy_text != "", rx.el.h3(word("privacy_policy"))),
            rx.cond(face.privacy_text != "", rx.el.p(face.privacy_text, dir="auto")),
            rx.cond(face.privacy != "", rx.el.p(_privacy())),
            rx.cond(face.copyright != "", rx.el.p(face.copyright, dir="auto")),
            class_name="about",
        ),
    )


def _disclaimer() -> Any:
    face = SessionState.face
    return rx.cond(face.disclaimer != "", face.disclaimer, word("ai_disclaimer"))


def _privacy() -> rx.Component:
    return rx.el.a(word("privacy_policy"), href=SessionState.face.privacy, target="_blank", rel="noopener noreferrer")


def _opens(name: rx.Var[str]) -> rx.Component:
    return rx.el.button(name, type="button", class_name="in-text", custom_attrs={"data-opens": "about"})
