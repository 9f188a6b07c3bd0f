"""What stands beside the conversation that is open: whose it is, who has it, and its labels. On a narrow page a button
shows it."""

import reflex as rx

from app.apps.beside import LONGEST
from app.components.browser import Moment, module, say, sentence, word
from app.components.console.admin import person_link
from app.components.console.lines import status_of
from app.components.icons import icon
from app.state.console import ConsoleState
from app.state.console_beside import ConsoleBesideState
from app.state.console_notes import ConsoleNotesState
from app.state.console_thread import ConsoleThreadState
from app.views import Detail, InboxLine

line = ConsoleThreadState.line


class Beside(rx.Component):
    """Has what is beside a conversation looked at when another one opens, by its ``line``, and when something was heard
    of it, by how often it was ``renewed``."""

    library = module("beside.js")
    tag = "Beside"

    line: rx.Var[str]
    renewed: rx.Var[int]
    on_open: rx.EventHandler[rx.event.no_args_event_spec]
    on_news: rx.EventHandler[rx.event.no_args_event_spec]


def beside() -> rx.Component:
    return rx.fragment(
        Beside.create(
            line=line.key,
            renewed=ConsoleThreadState.renewed,
            on_open=[ConsoleBesideState.look, ConsoleNotesState.read],
            on_news=ConsoleNotesState.read,
        ),
        rx.cond((line.key != "") & (ConsoleThreadState.notice.key != "gone"), _shown()),
    )


def _shown() -> rx.Component:
    notice = ConsoleBesideState.notice
    return rx.el.aside(
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
        _customer(),
        _given(),
        _labels(),
        person_link(),
        rx.el.p(rx.cond(notice.key != "", say(notice), ""), role="status", class_name="problem"),
        _others(),
        id="beside",
        aria_label=word("inbox_beside"),
        class_name="inbox-beside",
        custom_attrs={"popover": "auto"},
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


def _customer() -> rx.Component:
    customer = ConsoleBesideState.customer
    unnamed = rx.cond(customer.visitor, word("inbox_visitor"), word("inbox_no_name"))
    return rx.el.section(
        rx.el.h3(word("inbox_customer"), id="inbox-customer"),
        rx.cond(
            customer.user != "",
            rx.fragment(
                rx.el.p(rx.el.bdi(rx.cond(customer.name != "", customer.name, unnamed)), class_name="customer-name"),
                rx.el.p(rx.el.bdi(customer.user), class_name="note customer-id"),
                rx.el.p(word("inbox_since_then"), " ", Moment.create(at=customer.since), class_name="note"),
            ),
            rx.el.p(word("loading"), class_name="note"),
        ),
        aria_labelledby="inbox-customer",
    )


def _given() -> rx.Component:
    """What was filled in, as far as there is anything."""
    return rx.cond(
        ConsoleBesideState.given.length() > 0,
        rx.el.section(
            rx.el.h3(word("given"), id="inbox-given"),
            rx.el.dl(rx.foreach(ConsoleBesideState.given, _detail), class_name="given"),
            aria_labelledby="inbox-given",
        ),
    )


def _detail(detail: Detail) -> rx.Component:
    ticked = (detail.kind == "checkbox") & (detail.text == "true")
    return rx.el.div(
        rx.el.dt(detail.label, dir="auto"),
        rx.el.dd(
            rx.cond(ticked, word("yes"), detail.text),
            rx.foreach(detail.files, lambda file: rx.el.span(file.name, dir="auto")),
            dir="auto",
        ),
        key=detail.variable,
    )


def _others() -> rx.Component:
    """The customer's other conversations; each opens in place of this one."""
    customer = ConsoleBesideState.customer
    return rx.el.section(
        rx.el.h3(sentence("inbox_conversations", count=customer.count), id="inbox-others"),
        rx.el.ul(rx.foreach(customer.others, _other), class_name="other-lines"),
        rx.cond(customer.count > customer.others.length() + 1, rx.el.p(word("inbox_more_of_them"), class_name="note")),
        aria_labelledby="inbox-others",
    )


def _other(other: InboxLine) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.span(rx.cond(other.name != "", other.name, word("new_chat")), dir="auto", class_name="line-name"),
            rx.el.span(
                Moment.create(at=other.at),
                rx.cond(other.app_name != "", rx.el.span(other.app_name, dir="auto")),
                rx.cond(other.status != "open", rx.el.span(status_of(other.status))),
                class_name="line-marks",
            ),
            href=f"/console?c={other.app}/{other.id}",
            custom_attrs={"data-leads": other.key},
        ),
        key=other.key,
    )


def _labels() -> rx.Component:
    return rx.el.section(
        rx.el.h3(word("inbox_labels"), id="inbox-labels"),
        rx.cond(line.labels.length() > 0, rx.el.ul(rx.foreach(line.labels, _label), class_name="labels")),
        rx.el.form(
            rx.el.input(
                name="label",
                list="inbox-label-words",
                max_length=LONGEST,
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
