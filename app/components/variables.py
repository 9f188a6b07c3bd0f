"""The dialog of a conversation's variables, for whoever builds the app."""

import reflex as rx

from app.components.browser import say, sentence, word
from app.components.dialog import dialog
from app.components.menu import menu_item
from app.state.session import SessionState
from app.state.variables import VariablesState
from app.views import Variable


def variables_item() -> rx.Component:
    """The menu's item, for a builder."""
    return rx.cond(
        SessionState.face.builds,
        menu_item("step", word("variables"), on_click=VariablesState.look, custom_attrs={"data-opens": "variables"}),
    )


def variables_dialog() -> rx.Component:
    return dialog(
        "variables",
        word("variables"),
        rx.el.p(word("variables_note"), class_name="note"),
        rx.cond(
            VariablesState.notice.key != "", rx.el.p(say(VariablesState.notice), class_name="problem", role="alert")
        ),
        rx.cond(
            VariablesState.loading,
            rx.el.p(word("loading"), class_name="note", role="status"),
            rx.cond(
                (VariablesState.variables.length() == 0) & (VariablesState.notice.key == ""),
                rx.el.p(word("no_variables"), class_name="note", role="status"),
            ),
        ),
        rx.foreach(VariablesState.variables, _variable),
    )


def _variable(item: Variable) -> rx.Component:
    wrong = VariablesState.wrong.contains(item.name)
    id = f"variable-{item.name}"
    return rx.el.form(
        rx.el.input(type="hidden", name="name", value=item.name),
        rx.el.label(rx.el.bdi(item.name), " ", rx.el.span(item.kind, class_name="optional"), html_for=id),
        rx.cond(item.description != "", rx.el.p(item.description, class_name="note", dir="auto")),
        rx.el.textarea(
            id=id,
            name="value",
            default_value=item.text,
            rows="2",
            dir="auto",
            aria_invalid=wrong,
            aria_describedby=rx.cond(wrong, f"{id}-wrong", None),
        ),
        rx.cond(
            wrong, rx.el.p(say(VariablesState.wrong[item.name]), id=f"{id}-wrong", class_name="problem", role="alert")
        ),
        rx.el.div(
            rx.el.button(
                word("save"), type="submit", class_name="quiet", aria_label=sentence("save_variable", name=item.name)
            ),
            rx.el.span(rx.cond(VariablesState.saved == item.name, word("variable_saved"), ""), role="status"),
            class_name="actions",
        ),
        on_submit=VariablesState.change,
        class_name="field variable",
        key=item.name,
    )
