"""A form that a flow puts in mid-answer: to fill in, or what became of it."""

from typing import Any

import reflex as rx

from app.components.browser import Answer, Moment, sentence, word
from app.components.fields import KEEP, field
from app.components.icons import icon
from app.state.session import SessionState
from app.state.thread import ThreadState
from app.views import FormAction, FormPart, HumanForm, Turn


def human_form(turn: Turn, form: HumanForm) -> rx.Component:
    return form_of(form, _open(turn, form))


def form_of(form: HumanForm, open: rx.Component, answered: str = "form_answered") -> rx.Component:
    """A form, which is as that while it is ``open``; else what became of it, ``answered`` in those words."""
    return rx.el.div(
        rx.match(
            form.state,
            ("open", open),
            ("answered", _answered(form, answered)),
            ("expired", _told("clock", word("form_expired"))),
            _told("clock", word("form_elsewhere")),
        ),
        role="group",
        aria_label=rx.cond(form.title != "", form.title, word("form")),
        class_name="human-form",
        custom_attrs={"data-state": form.state},
    )


def _open(turn: Turn, form: HumanForm) -> rx.Component:
    return rx.el.form(
        rx.foreach(form.parts, lambda part: _part(turn, form, part)),
        rx.el.div(rx.foreach(form.actions, _action), class_name="actions"),
        rx.cond(
            form.expires_at > 0,
            rx.el.p(word("form_until"), " ", Moment.create(at=form.expires_at), class_name="note"),
        ),
        no_validate=True,
        class_name="details",
        custom_attrs={
            "ref": KEEP,
            "data-keep": f"{turn.id}-{form.id}",
            "data-turn": turn.id,
            "data-form": form.id,
        },
    )


def _part(turn: Turn, form: HumanForm, part: FormPart) -> rx.Component:
    return rx.fragment(
        rx.cond(part.text != "", Answer.create(text=part.text, live=False, words=SessionState.words)),
        rx.foreach(
            part.fields,
            # In the page's code a parameter hides an outer one of its name: `item` is the turn.
            lambda asked: field(
                asked, ThreadState.form_problems, f"{turn.id}-{form.id}", control=f"{turn.id}/{form.id}/"
            ),
        ),
    )


def _action(action: FormAction) -> rx.Component:
    return rx.el.button(
        action.title,
        type="submit",
        name="action",
        value=action.id,
        disabled=ThreadState.answering | ThreadState.running,
        class_name=rx.cond((action.style == "primary") | (action.style == "accent"), "primary", "quiet"),
        custom_attrs={"data-refocus": True},
    )


def _answered(form: HumanForm, words: str) -> rx.Component:
    return rx.fragment(
        rx.cond(form.answered != "", Answer.create(text=form.answered, live=False, words=SessionState.words)),
        _told("check", rx.cond(form.answer != "", sentence(words, action=form.answer), word("form_closed"))),
    )


def _told(mark: str, text: Any) -> rx.Component:
    return rx.el.p(icon(mark), text, class_name="note with-icon")
