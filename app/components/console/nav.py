"""The console's pages, at the top of each."""

import reflex as rx

from app.components.account import account_button
from app.components.browser import word
from app.components.files import OUTSIDE
from app.components.languages import language_menu

PAGES = (("/console", "inbox"), ("/console/numbers", "numbers"))


def top(name: str, *more: rx.Component) -> rx.Component:
    """The head of the page of that name, with the way to the others and whatever ``more`` it has."""
    return rx.el.header(
        rx.el.h1(word(name)),
        rx.el.nav(
            *(_link(path, page) for path, page in PAGES if page != name),
            _link("/", "apps"),
            *more,
            language_menu(),
            account_button(),
            class_name="top-end",
            aria_label=word("console_pages"),
        ),
        class_name="top",
    )


def _link(path: str, name: str) -> rx.Component:
    return rx.el.a(word(name), href=path, class_name="quiet", custom_attrs=OUTSIDE)
