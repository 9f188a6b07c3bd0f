"""The list of the console's keys, and the switch for them: each is a single character."""

import reflex as rx

from app.components.browser import word
from app.components.dialog import dialog
from app.components.icons import icon
from app.components.menu import menu_item
from app.components.settings import SingleKeys
from app.state.session import SessionState

KEYS = (
    ("J", "key_inbox_next"),
    ("K", "key_inbox_before"),
    ("Enter", "key_inbox_open"),
    ("Esc", "inbox_back"),
    ("/", "key_inbox_search"),
    ("R", "key_inbox_reply"),
    ("A", "key_inbox_assign"),
    ("E", "key_inbox_resolve"),
    ("?", "key_list"),
)


def keys_item() -> rx.Component:
    """The same for a menu, beside the button."""
    return menu_item("keyboard", word("inbox_keys"), custom_attrs={"data-opens": "inbox-keys"})


def keys_button() -> rx.Component:
    """Once on a page."""
    return rx.fragment(
        rx.el.button(
            icon("keyboard"),
            type="button",
            class_name="icon-button to-keys",
            aria_label=word("inbox_keys"),
            title=word("inbox_keys"),
            aria_keyshortcuts="?",
            custom_attrs={"data-opens": "inbox-keys"},
        ),
        dialog(
            "inbox-keys",
            word("inbox_keys"),
            rx.el.dl(
                *(rx.el.div(rx.el.dt(word(text)), rx.el.dd(rx.el.kbd(key), dir="ltr")) for key, text in KEYS),
                class_name="shortcuts",
            ),
            rx.el.div(SingleKeys.create(words=SessionState.words), class_name="settings-section"),
        ),
    )
