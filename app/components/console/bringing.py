"""The dialog by which an agent brings in conversations that only the app has."""

import reflex as rx

from app.components.browser import say, sentence, word
from app.components.dialog import dialog
from app.state.console import ConsoleState
from app.state.console_bringing import LONGEST, ConsoleBringingState


def bring_button() -> rx.Component:
    return rx.el.button(
        word("inbox_bring"), type="button", class_name="quiet", custom_attrs={"data-opens": "inbox-bring"}
    )


def bringing() -> rx.Component:
    """Once on a page."""
    return dialog(
        "inbox-bring",
        word("inbox_bring"),
        rx.el.p(word("inbox_bring_about"), class_name="note"),
        _form(),
        rx.cond(ConsoleBringingState.busy, _progress()),
        rx.el.div(
            rx.cond(
                ConsoleBringingState.notice.key != "",
                rx.el.p(
                    say(ConsoleBringingState.notice), class_name=rx.cond(ConsoleBringingState.failed, "problem", "")
                ),
            ),
            role="status",
            class_name="brought",
        ),
        rx.cond(ConsoleBringingState.newest != "", _newest()),
        on_close=ConsoleBringingState.leave,
    )


def _form() -> rx.Component:
    state = ConsoleBringingState
    return rx.el.form(
        rx.cond(ConsoleState.apps.length() > 1, _app()),
        rx.el.label(
            rx.el.span(word("inbox_user_id")),
            rx.el.input(
                name="user",
                max_length=LONGEST,
                required=True,
                auto_complete="off",
                dir="auto",
                custom_attrs={"data-first": True, "spellCheck": False},
            ),
        ),
        rx.el.div(
            # One button for both, which keeps the focus.
            rx.el.button(
                rx.cond(state.busy, word("cancel"), word("inbox_bring_go")),
                type=rx.cond(state.busy, "button", "submit"),
                class_name=rx.cond(state.busy, "quiet", "primary"),
                on_click=state.cancel,
            ),
            class_name="actions",
        ),
        on_submit=state.bring,
        class_name="written",
    )


def _app() -> rx.Component:
    choices = rx.foreach(ConsoleState.apps, lambda it: rx.el.option(it.name, value=it.value))
    return rx.el.label(rx.el.span(word("inbox_app")), rx.el.select(choices, name="app"))


def _progress() -> rx.Component:
    """Without a value until it is known how many there are."""
    state = ConsoleBringingState
    return rx.cond(
        state.count > 0,
        rx.el.div(
            rx.el.progress(value=state.read, max=state.count, aria_label=word("inbox_bring")),
            rx.el.p(sentence("inbox_bringing", done=state.read, count=state.count), class_name="note"),
            class_name="brings",
        ),
        rx.el.div(
            rx.el.progress(aria_label=word("inbox_bring")),
            rx.el.p(word("inbox_bring_asks"), class_name="note"),
            class_name="brings",
        ),
    )


def _newest() -> rx.Component:
    key = ConsoleBringingState.newest
    return rx.el.a(
        word("inbox_bring_open"),
        href=f"/console?c={key.split(' ')[0]}/{key.split(' ')[1]}",
        class_name="quiet",
        custom_attrs={"data-leads": key},
    )
