"""The settings: a dialog of sections, and the list of the page's keys."""

from typing import Any

import reflex as rx

from app.components.account import account
from app.components.browser import module, word
from app.components.dialog import dialog
from app.components.icons import icon
from app.components.languages import language_switch
from app.components.notify import notify_switch
from app.components.your_data import your_data
from app.state.session import SessionState


class Looks(rx.Component):
    """Keeps light and dark in step over all tabs, and the browser's own bars with them; once on a page."""

    library = module("looks.jsx")
    tag = "Looks"


class Appearance(rx.Component):
    """The choice between light, dark and the system's."""

    library = module("looks.jsx")
    tag = "Appearance"

    words: rx.Var[dict]


class Shortcuts(rx.Component):
    """Hears the page's keys; once on a page."""

    library = module("shortcuts.jsx")
    tag = "Shortcuts"


class ShortcutList(rx.Component):
    """The page's keys, as the person's keyboard names them."""

    library = module("shortcuts.jsx")
    tag = "ShortcutList"

    words: rx.Var[dict]


class SingleKeys(rx.Component):
    """The switch for those keys that are single characters."""

    library = module("shortcuts.jsx")
    tag = "SingleKeys"

    words: rx.Var[dict]


def settings() -> rx.Component:
    """What makes the settings work, and their dialogs: ``settings`` and ``shortcuts``. Once on a page."""
    words = SessionState.words
    return rx.fragment(
        Looks.create(),
        Shortcuts.create(),
        dialog(
            "settings",
            word("settings"),
            rx.cond(SessionState.account != "", section("settings-account", word("your_account"), account())),
            section("settings-language", word("language"), language_switch()),
            section("settings-appearance", word("appearance"), Appearance.create(words=words)),
            section("settings-notify", word("notifications"), notify_switch()),
            section(
                "settings-keys",
                word("shortcuts"),
                SingleKeys.create(words=words),
                rx.el.button(
                    word("show_shortcuts"),
                    type="button",
                    class_name="quiet",
                    custom_attrs={"data-opens": "shortcuts"},
                ),
            ),
            section("settings-data", word("your_data"), your_data()),
        ),
        dialog("shortcuts", word("shortcuts"), ShortcutList.create(words=words)),
    )


def section(id: str, name: Any, *children: rx.Component) -> rx.Component:
    """One concern's settings; ``id`` is its heading's."""
    return rx.el.section(
        rx.el.h3(name, id=id), *children, custom_attrs={"aria-labelledby": id}, class_name="settings-section"
    )


def settings_button() -> rx.Component:
    return rx.el.button(
        icon("settings"),
        word("settings"),
        type="button",
        class_name="settings-button",
        custom_attrs={"data-opens": "settings"},
    )
