"""What an admin has besides: the audit log, and all that is kept of a customer. Both are pages of the server's own."""

import reflex as rx

from app.components.browser import word
from app.components.files import OUTSIDE
from app.components.menu import menu_item
from app.state.console import ConsoleState
from app.state.console_thread import ConsoleThreadState


def audit_link() -> rx.Component:
    return rx.cond(
        ConsoleState.admin,
        rx.el.a(word("audit_title"), href="/console/audit", class_name="quiet", custom_attrs=OUTSIDE),
    )


def audit_item() -> rx.Component:
    return rx.cond(
        ConsoleState.admin, menu_item("clock", word("audit_title"), href="/console/audit", custom_attrs=OUTSIDE)
    )


def person_link() -> rx.Component:
    """Of whoever's conversation is open."""
    user = ConsoleThreadState.line.user
    there = f"`/console/person?user=${{encodeURIComponent({user!s})}}`"
    return rx.cond(
        ConsoleState.admin,
        rx.el.a(
            word("person_data"),
            href=rx.Var(there, _var_type=str, _var_data=user._get_all_var_data()),
            class_name="quiet",
            custom_attrs=OUTSIDE,
        ),
    )
