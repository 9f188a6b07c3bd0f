"""A form's controls, each with its label, its hint and what is wrong with it."""

from typing import Any

import reflex as rx
from reflex.vars import VarData

from app.components.browser import module, say, word
from app.state.session import SessionState
from app.views import Field, Notice

# As a form's ref: what stands in it is kept in the browser under its ``data-keep``.
KEEP: rx.Var[Any] = rx.Var("keep", _var_data=VarData(imports={module("forms.js"): [rx.ImportVar(tag="keep")]}))


class FileField(rx.Component):
    """A control that takes files; ``control`` is the name that the server knows it by, ``described`` the id of its
    problem."""

    library = module("file_field.jsx")
    tag = "FileField"

    name: rx.Var[str]
    control: rx.Var[str]
    limits: rx.Var[Any]
    label: rx.Var[str]
    wrong: rx.Var[bool]
    described: rx.Var[Any]
    words: rx.Var[dict]


def field(item: Field, problems: rx.Var[dict[str, Notice]], scope: Any = "field", control: Any = "") -> rx.Component:
    """One control; ``scope`` keeps the ids of one form's controls apart from another's.

    ``control`` is the beginning of the name that the server knows the form's controls by.
    """
    id = f"{scope}-{item.variable}"
    wrong = problems.contains(item.variable)
    return rx.el.div(
        rx.match(
            item.kind,
            ("checkbox", _checkbox(item)),
            ("file", _files(item, wrong, id, control)),
            ("files", _files(item, wrong, id, control)),
            _labelled(item, wrong, id),
        ),
        rx.cond(item.hint != "", rx.el.p(item.hint, class_name="note")),
        rx.cond(wrong, rx.el.p(say(problems[item.variable]), id=f"problem-{id}", class_name="problem", role="alert")),
        class_name="field",
    )


def _labelled(item: Field, wrong: rx.Var[bool], id: str) -> rx.Component:
    common = {
        "id": id,
        "name": item.variable,
        "required": item.required,
        "aria_invalid": wrong,
        "aria_describedby": rx.cond(wrong, f"problem-{id}", None),
    }
    limit = rx.cond(item.limit > 0, item.limit, None)
    return rx.fragment(
        rx.el.label(item.label, _optional(item), html_for=id),
        rx.match(
            item.kind,
            ("paragraph", rx.el.textarea(default_value=item.default, rows="3", max_length=limit, **common)),
            ("select", _select(item, common)),
            ("number", rx.el.input(type="number", step="any", default_value=item.default, **common)),
            rx.el.input(type="text", default_value=item.default, max_length=limit, **common),
        ),
    )


def _files(item: Field, wrong: rx.Var[bool], id: str, control: Any) -> rx.Component:
    return rx.fragment(
        rx.el.p(item.label, _optional(item), class_name="label"),
        FileField.create(
            name=item.variable,
            control=f"{control}{item.variable}",
            limits=item.limits,
            label=item.label,
            wrong=wrong,
            described=rx.cond(wrong, f"problem-{id}", None),
            words=SessionState.words,
        ),
    )


def _optional(item: Field) -> rx.Component:
    return rx.cond(~item.required, rx.el.span(word("optional"), class_name="optional"))


def _select(item: Field, common: dict[str, object]) -> rx.Component:
    return rx.el.select(
        rx.el.option(word("choose"), value=""),
        rx.foreach(item.options, lambda option: rx.el.option(option, value=option)),
        default_value=item.default,
        **common,
    )


def _checkbox(item: Field) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name=item.variable, default_checked=item.default == "true"),
        item.label,
        class_name="check",
    )
