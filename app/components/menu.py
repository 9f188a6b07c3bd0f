"""A button that opens a menu, and what can stand in one."""

from typing import Any

import reflex as rx

from app.components.browser import module
from app.components.icons import icon


class Menu(rx.Component):
    """A button named ``label``. Its first child is the button's drawing, the others are the menu's items."""

    library = module("menu.jsx")
    tag = "Menu"

    label: rx.Var[str]


def menu(label: Any, *items: rx.Component, drawing: str = "more") -> rx.Component:
    """The button ``label``, and the :func:`menu_item`s that it opens; one in a ``rx.cond`` or a fragment is one too."""
    return Menu.create(icon(drawing), *items, label=label)


def menu_item(drawing: str, name: Any, *, grave: bool = False, **more: Any) -> rx.Component:
    """A button with a drawing and a word, or a link where there is a ``href``; ``more`` says what it does.

    That is ``on_click``, or ``custom_attrs`` like ``{"data-opens": "settings"}``. A ``grave`` one takes something away.
    """
    kind = rx.el.a if "href" in more else rx.el.button
    if kind is rx.el.button:
        more["type"] = "button"
    attrs = {"data-grave": grave, **more.pop("custom_attrs", {})}
    return kind(
        icon(drawing),
        rx.el.span(name),
        role="menuitem",
        tab_index=-1,
        class_name="menu-item",
        custom_attrs=attrs,
        **more,
    )


def separator() -> rx.Component:
    """A line between items; none is drawn where nothing stands before or after it."""
    return rx.el.hr(role="separator")
