"""The list of everybody's conversations."""

import reflex as rx

from app.components.browser import Moment, Sentinel, module, say, word
from app.components.console.alarm import waits
from app.components.console.filters import STATUSES
from app.components.icons import icon
from app.state.console import ConsoleState
from app.state.console_thread import ConsoleThreadState
from app.views import InboxLine


class Keys(rx.Component):
    """The keys of the list and of the conversation that is open."""

    library = module("console.js")
    tag = "Keys"


def lines() -> rx.Component:
    return rx.el.section(
        rx.el.form(
            rx.el.input(
                type="search",
                name="q",
                id="inbox-search",
                max_length=200,
                placeholder=word("inbox_search"),
                aria_label=word("inbox_search"),
                aria_keyshortcuts="/",
            ),
            on_submit=ConsoleState.look_for,
            role="search",
        ),
        rx.el.div(
            rx.cond(ConsoleState.notice.key != "", rx.el.p(say(ConsoleState.notice), class_name="problem")),
            rx.cond(~ConsoleState.known & (ConsoleState.notice.key == ""), rx.el.p(word("loading"), class_name="note")),
            rx.cond(ConsoleState.known & (ConsoleState.lines.length() == 0), rx.el.p(_nothing(), class_name="note")),
            role="status",
        ),
        rx.el.ul(rx.foreach(ConsoleState.lines, _line)),
        rx.cond(ConsoleState.more & (ConsoleState.query == ""), Sentinel.create(on_reach=ConsoleState.read_on)),
        rx.cond(
            ConsoleState.more & (ConsoleState.query != ""),
            rx.el.button(
                word("inbox_further"),
                type="button",
                class_name="quiet",
                disabled=ConsoleState.busy,
                on_click=ConsoleState.read_on,
            ),
        ),
        rx.cond(ConsoleState.full, rx.el.p(word("inbox_full"), class_name="note")),
        Keys.create(),
        aria_label=word("inbox_list"),
        class_name="inbox-lines",
    )


def _nothing() -> rx.Var:
    searching = rx.cond(ConsoleState.more, word("inbox_none_so_far"), word("inbox_no_match"))
    listed = rx.cond(ConsoleState.narrowed, word("inbox_no_match"), word("inbox_empty"))
    return rx.cond(ConsoleState.query != "", searching, listed)


def status_of(status: rx.Var[str]) -> rx.Var:
    return rx.match(status, *((value, word(text)) for value, text in STATUSES), "")


def _is_said(line: InboxLine) -> bool:
    """Whether its status is said: of who waits it is said for how long."""
    return (line.status != "open") & ((line.status != "waiting") | (line.since == 0))


def _assignee(line: InboxLine) -> rx.Component:
    return rx.el.span(
        icon("person"),
        rx.el.span(rx.cond(line.mine, word("inbox_mine"), line.assignee_name), dir="auto"),
        title=word("inbox_assignee"),
        class_name="line-assignee",
    )


def _line(line: InboxLine) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.span(
                rx.cond(line.unread, rx.el.span(word("inbox_unread"), class_name="unread-mark")),
                rx.el.span(rx.cond(line.name != "", line.name, word("new_chat")), dir="auto", class_name="line-name"),
                Moment.create(at=line.at),
                class_name="line-top",
            ),
            rx.el.span(line.text, dir="auto", class_name="line-text"),
            rx.el.span(
                rx.cond(line.app_name != "", rx.el.span(line.app_name, dir="auto")),
                rx.el.span(rx.cond(line.called != "", line.called, line.user), dir="auto", class_name="line-user"),
                rx.cond(_is_said(line), rx.el.span(status_of(line.status))),
                rx.cond(line.since > 0, waits(line)),
                rx.cond(line.assignee != "", _assignee(line)),
                rx.cond(line.failed, rx.el.span(word("inbox_failed"), class_name="bad")),
                rx.cond(line.rating == "dislike", rx.el.span(word("inbox_bad"), class_name="bad")),
                rx.cond(line.rating == "like", rx.el.span(word("inbox_good"))),
                rx.foreach(line.labels, lambda label: rx.el.span(label, dir="auto", class_name="label")),
                class_name="line-marks",
            ),
            href=f"/console?c={line.app}/{line.id}",
            aria_current=rx.cond(ConsoleThreadState.line.key == line.key, "true", "false"),
            custom_attrs={"data-line": line.key, "data-unread": line.unread},
        ),
        key=line.key,
    )
