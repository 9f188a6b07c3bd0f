"""The console's pages, at the top of each, and those of them that are not the inbox."""

import reflex as rx

from app.components.account import account_button
from app.components.browser import word
from app.components.connection import bare_connection
from app.components.console.admin import audit_item, audit_link
from app.components.files import OUTSIDE
from app.components.languages import language, language_menu
from app.components.menu import menu, menu_item
from app.components.missing import missing
from app.components.settings import Looks
from app.state.session import SessionState

PAGES = (
    ("/console", "inbox", "inbox"),
    ("/console/numbers", "numbers", "chart"),
    ("/console/quality", "quality", "check"),
)
APPS = "/", "apps", "grid"


def top(name: str, *more: rx.Component, items: tuple[rx.Component, ...] = ()) -> rx.Component:
    """The head of the page of that name, with the way to the others and whatever ``more`` it has. Where there is no
    room for that, a menu leads there, which has those ``items`` besides."""
    pages = [page for page in PAGES if page[1] != name]
    return rx.el.header(
        rx.el.link(rel="stylesheet", href="/css/console_top.css", custom_attrs={"precedence": "default"}),
        rx.el.h1(word(name)),
        rx.el.nav(
            rx.el.div(*map(_link, pages), audit_link(), _link(APPS), class_name="top-links"),
            *more,
            rx.el.div(
                menu(word("console_pages"), *map(_item, pages), audit_item(), _item(APPS), *items, drawing="menu"),
                class_name="top-menu",
            ),
            language_menu(),
            account_button(),
            class_name="top-end",
            aria_label=word("console_pages"),
        ),
        class_name="top console-top",
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


def _link(page: tuple[str, str, str]) -> rx.Component:
    path, name, _ = page
    return rx.el.a(word(name), href=path, class_name="quiet", custom_attrs=OUTSIDE)


def _item(page: tuple[str, str, str]) -> rx.Component:
    path, name, drawing = page
    return menu_item(drawing, word(name), href=path, custom_attrs=OUTSIDE)
