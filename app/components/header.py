"""The header: the app's icon in its colour, its name, the open conversation's menu, and the button for the list."""

import reflex as rx

from app.components.account import sign_in, to_inbox
from app.components.browser import BASE, WIDGET, Own, word
from app.components.given import given_item
from app.components.icons import icon
from app.components.keeping import delete, kept, of_open
from app.components.languages import language_menu
from app.components.menu import menu, separator
from app.components.taking import take_along
from app.components.variables import variables_item
from app.state.conversations import ConversationsState
from app.state.session import SessionState
from app.state.thread import ThreadState


def header() -> rx.Component:
    face = SessionState.face
    return rx.el.header(
        rx.el.button(
            icon("menu"),
            type="button",
            on_click=ConversationsState.toggle,
            class_name="icon-button only-narrow",
            aria_label=word("show_conversations"),
            aria_expanded=ConversationsState.shown,
            aria_controls="conversations",
        ),
        rx.cond(
            (face.icon != "") | (face.icon_picture != ""),
            rx.el.span(
                rx.cond(
                    face.icon_picture != "", Own.create(kind="img", src=f"{BASE}{face.icon_picture}", alt=""), face.icon
                ),
                class_name="app-icon",
                style={"background": face.icon_background},
                aria_hidden="true",
            ),
        ),
        rx.el.h1(rx.cond(face.name != "", face.name, word("chat_of"))),
        rx.cond(
            ~ThreadState.to_person,
            rx.el.span(word("ai_label"), class_name="ai-label", title=word("ai_disclaimer")),
        ),
        rx.el.div(sign_in(), to_inbox(), language_menu(), _menu(), _leave(), class_name="top-end"),
        class_name="top",
    )


def _leave() -> rx.Component:
    """Closes the widget that the page stands in."""
    return rx.cond(
        WIDGET,
        rx.el.button(
            icon("close"),
            type="button",
            class_name="icon-button",
            aria_label=word("widget_close"),
            title=word("widget_close"),
            custom_attrs={"data-leaves": True},
        ),
    )


def _menu() -> rx.Component:
    """All that can be done with the conversation that is open; what needs its line in the list, once it is there."""
    return rx.cond(
        ThreadState.conversation_id != "",
        menu(
            word("options_of_open"),
            of_open(kept),
            given_item(),
            variables_item(),
            separator(),
            take_along(),
            separator(),
            of_open(delete),
        ),
    )
