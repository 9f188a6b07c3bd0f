"""Correcting an answer of the app's: the buttons that lead there, and the dialog."""

import reflex as rx

from app.components.browser import Moment, say, sentence, word
from app.components.console.kept import Kept
from app.components.dialog import dialog
from app.components.icons import icon
from app.state.console_correcting import ConsoleCorrectingState
from app.state.console_thread import ConsoleThreadState
from app.views import Turn


def correct_button(turn: Turn) -> rx.Component:
    name, event = word("correct"), ConsoleCorrectingState.begin(turn.id)
    return rx.el.button(icon("edit"), type="button", class_name="action", aria_label=name, title=name, on_click=event)


def corrected(turn: Turn) -> rx.Component:
    """That an answer was corrected, which leads to how."""
    known, mark = ConsoleThreadState.corrected, ConsoleThreadState.corrected[turn.id]
    by = rx.cond(mark.author != "", sentence("corrected_by", name=mark.author), word("corrected_before"))
    return rx.cond(
        known.contains(turn.id),
        rx.el.p(
            icon("check"),
            rx.el.button(by, type="button", class_name="in-text", on_click=ConsoleCorrectingState.begin(turn.id)),
            Moment.create(at=mark.at),
            class_name="note inbox-corrected",
        ),
    )


def correct_with_button() -> rx.Component:
    event = ConsoleCorrectingState.begin_with
    return rx.el.button(word("correct_with"), type="button", class_name="quiet", on_click=event)


def correcting() -> rx.Component:
    """The dialog; once on the page."""
    state = ConsoleCorrectingState
    return dialog(
        "correcting",
        word("correct_title"),
        rx.cond(state.notice.key != "", rx.el.p(say(state.notice), class_name="problem", role="alert")),
        rx.el.p(rx.cond(state.done.key != "", say(state.done), ""), role="status"),
        rx.cond((state.turn != "") & (state.done.key == ""), _form()),
        opened=state.opened,
        on_close=state.leave,
    )


def _form() -> rx.Component:
    state, correction = ConsoleCorrectingState, ConsoleCorrectingState.correction
    return rx.el.form(
        rx.el.p(rx.cond(correction.known, word("correct_again"), word("correct_note")), class_name="note"),
        _text("question", "correct_question", correction.question, "2"),
        _text("answer", "correct_answer", correction.answer, "8"),
        rx.el.fieldset(
            rx.el.label(
                rx.el.input(type="checkbox", name="lasting", default_checked=correction.lasting),
                rx.el.span(word("correct_lasting")),
            )
        ),
        rx.el.div(
            rx.el.button(word("save"), type="submit", class_name="primary", disabled=state.busy), class_name="actions"
        ),
        Kept.create(form="correction", place=state.turn, of=correction.question + "\n" + correction.answer),
        on_submit=state.save,
        id="correction",
        key=state.form,
        class_name="written",
    )


def _text(name: str, label: str, value: rx.Var[str], rows: str) -> rx.Component:
    return rx.el.label(rx.el.span(word(label)), rx.el.textarea(name=name, default_value=value, rows=rows, dir="auto"))
