"""What stands beside the conversation that is open: who has it, and its labels. On a narrow page a button shows it."""

import reflex as rx

from app.components.browser import module, say, sentence, word
from app.components.icons import icon
from app.state.console import ConsoleState
from app.state.console_beside import ConsoleBesideState
from app.state.console_thread import ConsoleThreadState

line = ConsoleThreadState.line


class Beside(rx.Component):
    """Has what is beside a conversation looked at when another one opens, by its ``line``."""

    library = module("beside.js")
    tag = "Beside"

    line: rx.Var[str]
    on_open: rx.EventHandler[rx.event.no_args_event_spec]


def beside() -> rx.Component:
    return rx.fragment(
        Beside.create(line=line.key, on_open=ConsoleBesideState.look),
        rx.cond(
            line.key != "",
            rx.el.aside(
                rx.el.header(
                    rx.el.h2(word("inbox_beside")),
                    rx.el.button(
                        icon("close"),
                        type="button",
                        class_name="icon-button",
                        aria_label=word("close"),
                        custom_attrs={"popoverTarget": "beside"},
                    ),
                ),
                _labels(),
                rx.el.p(
                    rx.cond(ConsoleBesideState.notice.key != "", say(ConsoleBesideState.notice), ""),
                    role="status",
                    class_name="problem",
                ),
                id="beside",
                aria_label=word("inbox_beside"),
                class_name="inbox-beside",
                custom_attrs={"popover": "auto"},
            ),
        ),
    )


def beside_button() -> rx.Component:
    return rx.el.button(
        icon("person"),
        type="button",
        class_name="icon-button to-beside",
        aria_label=word("inbox_beside"),
        title=word("inbox_beside"),
        custom_attrs={"popoverTarget": "beside"},
    )


def assignment() -> rx.Component:
    """Who has the conversation. An agent who comes no more is named while they have it."""
    others = line.assignee_name != ""
    return rx.el.select(
        rx.el.option(word("inbox_nobody"), value=""),
        rx.el.option(word("inbox_me"), value="me"),
        rx.cond(others & ~line.mine, rx.el.option(line.assignee_name, value=line.assignee)),
        rx.foreach(
            ConsoleBesideState.agents,
            lambda it: rx.cond(it.value != line.assignee, rx.el.option(it.name, value=it.value)),
        ),
        value=rx.cond(line.mine, "me", line.assignee),
        on_change=ConsoleBesideState.assign,
        disabled=line.status == "person",
        aria_label=word("inbox_assignee"),
        aria_keyshortcuts="a",
        custom_attrs={"data-assigns": "true"},
    )


def resolve() -> rx.Component:
    return rx.cond(
        (line.status != "resolved") & (line.status != "person"),
        rx.el.button(
            icon("check"),
            word("inbox_resolve"),
            type="button",
            class_name="quiet",
            on_click=ConsoleThreadState.put_status("resolved"),
            aria_keyshortcuts="e",
            custom_attrs={"data-resolves": "true"},
        ),
    )


def _labels() -> rx.Component:
    return rx.el.section(
        rx.el.h3(word("inbox_labels"), id="inbox-labels"),
        rx.cond(line.labels.length() > 0, rx.el.ul(rx.foreach(line.labels, _label), class_name="labels")),
        rx.el.form(
            rx.el.input(
                name="label",
                list="inbox-label-words",
                required=True,
                auto_complete="off",
                placeholder=word("inbox_put_label"),
                aria_label=word("inbox_put_label"),
            ),
            rx.el.datalist(rx.foreach(ConsoleState.labels, lambda it: rx.el.option(value=it)), id="inbox-label-words"),
            rx.el.button(icon("plus"), type="submit", class_name="icon-button", aria_label=word("inbox_put_label")),
            on_submit=ConsoleBesideState.put_label,
            reset_on_submit=True,
        ),
        aria_labelledby="inbox-labels",
    )


def _label(label: rx.Var[str]) -> rx.Component:
    return rx.el.li(
        rx.el.span(label, dir="auto"),
        rx.el.button(
            icon("close"),
            type="button",
            aria_label=sentence("inbox_drop_label", name=label),
            on_click=ConsoleBesideState.drop_label(label),
        ),
        key=label,
        class_name="label",
    )
