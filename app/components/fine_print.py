"""What stands below the message box from the first visit on: the disclaimer, the privacy policy, whose page it is."""

import reflex as rx

from app.components.browser import word
from app.state.session import SessionState


def fine_print() -> rx.Component:
    face = SessionState.face
    return rx.el.p(
        rx.el.span(rx.cond(face.disclaimer != "", face.disclaimer, word("ai_disclaimer")), dir="auto"),
        rx.cond(
            face.privacy != "",
            rx.fragment(
                " ",
                rx.el.a(word("privacy_policy"), href=face.privacy, target="_blank", rel="noopener noreferrer"),
            ),
        ),
        rx.cond(face.copyright != "", rx.fragment(" ", rx.el.span(face.copyright, dir="auto"))),
        class_name="note disclaimer",
    )
