"""The console's pages, at the top of each, and those of them that are not the inbox."""

import reflex as rx

from app.components.account import account_button
from app.components.browser import word
from app.components.connection import bare_connection
from app.components.console.admin import audit_link
from app.components.files import OUTSIDE
from app.components.languages import language, language_menu
from app.components.missing import missing
from app.components.settings import Looks
from app.state.session import SessionState

PAGES = (("/console", "inbox"), ("/console/numbers", "numbers"), ("/console/quality", "quality"))


def top(name: str, *more: rx.Component) -> rx.Component:
    """The head of the page of that name, with the way to the others and whatever ``more`` it has."""
    return rx.el.header(
        rx.el.h1(word(name)),
        rx.el.nav(
            *(_link(path, page) for path, page in PAGES if page != name),
            audit_link(),
            _link("/", "apps"),
            *more,
            language_menu(),
            account_button(),
            class_name="top-end",
            aria_label=word("console_pages"),
        ),
        class_name="top",
    )


def page(name: str, nobodys: rx.Var[bool], shown: rx.Component) -> rx.Component:
    """The page of that name; for whoever it is ``nobodys`` there is none."""
    return rx.el.div(
        # Its sheet is of these pages alone.
        rx.el.link(rel="stylesheet", href="/css/numbers.css", custom_attrs={"precedence": "default"}),
        bare_connection(),
        rx.cond(nobodys, missing(), rx.fragment(top(name), shown)),
        Looks.create(),
        language(),
        lang=SessionState.words["code"],
        dir=SessionState.words["direction"],
    )


def _link(path: str, name: str) -> rx.Component:
    return rx.el.a(word(name), href=path, class_name="quiet", custom_attrs=OUTSIDE)
