"""The input form that the app asks for before a chat, built from its parameters."""

import reflex as rx

from app.components.browser import say, word
from app.state.session import SessionState
from app.state.thread import ThreadState
from app.views import Field


def details() -> rx.Component:
    return rx.el.form(
        rx.foreach(SessionState.face.fields, _field),
        rx.el.button(word("start_chat"), type="submit", class_name="primary"),
        id="details",
        aria_label=word("details"),
        no_validate=True,
        class_name="details",
    )


def _field(field: Field) -> rx.Component:
    problem = ThreadState.problems[field.variable]
    wrong = ThreadState.problems.contains(field.variable)
    return rx.el.div(
        rx.cond(field.kind == "checkbox", _checkbox(field), _labelled(field, wrong)),
        rx.cond(field.hint != "", rx.el.p(field.hint, class_name="note")),
        rx.cond(wrong, rx.el.p(say(problem), id=f"problem-{field.variable}", class_name="problem", role="alert")),
        class_name="field",
    )


def _labelled(field: Field, wrong: rx.Var[bool]) -> rx.Component:
    common = {
        "id": f"field-{field.variable}",
        "name": field.variable,
        "required": field.required,
        "aria_invalid": wrong,
        "aria_describedby": f"problem-{field.variable}",
    }
    limit = rx.cond(field.limit > 0, field.limit, None)
    return rx.fragment(
        rx.el.label(
            field.label,
            rx.cond(~field.required, rx.el.span(word("optional"), class_name="optional")),
            html_for=f"field-{field.variable}",
        ),
        rx.match(
            field.kind,
            ("paragraph", rx.el.textarea(default_value=field.default, rows="3", max_length=limit, **common)),
            ("select", _select(field, common)),
            ("number", rx.el.input(type="number", step="any", default_value=field.default, **common)),
            rx.el.input(type="text", default_value=field.default, max_length=limit, **common),
        ),
    )


def _select(field: Field, common: dict[str, object]) -> rx.Component:
    return rx.el.select(
        rx.el.option(word("choose"), value=""),
        rx.foreach(field.options, lambda option: rx.el.option(option, value=option)),
        default_value=field.default,
        **common,
    )


def _checkbox(field: Field) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name=field.variable, default_checked=field.default == "true"),
        field.label,
        class_name="check",
    )
