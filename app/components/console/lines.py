"""The list of everybody's conversations."""

import reflex as rx

from app.components.browser import Moment, module, say, word
from app.components.console.alarm import waits
from app.components.console.filters import STATUSES
from app.components.icons import icon
from app.state.console import LONGEST, ConsoleState
from app.state.console_thread import ConsoleThreadState
from app.views import InboxLine


class Keys(rx.Component):
    """The keys of the list and of the conversation that is open."""

    library = module("console.js")
    tag = "Keys"


class Searched(rx.Component):
    """Shows in its box what is searched."""

    library = module("console.js")
    tag = "Searched"

    query: rx.Var[str]


class Scroll(rx.Component):
    """Moves the window on over the list, and keeps what is looked at in its place whatever changes around it. A page
    that is new begins with ``on_start``, or with ``on_seek`` of the conversation that is open."""

    library = module("console_list.js")
    tag = "Scroll"

    earlier: rx.Var[bool]
    more: rx.Var[bool]
    on_earlier: rx.EventHandler[rx.event.no_args_event_spec]
    on_more: rx.EventHandler[rx.event.no_args_event_spec]
    on_start: rx.EventHandler[rx.event.no_args_event_spec]
    on_seek: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]


def lines() -> rx.Component:
    return rx.el.section(
        rx.el.div(_search(), Searched.create(query=ConsoleState.query), _count(), class_name="lines-top"),
        rx.el.div(
            rx.cond(ConsoleState.notice.key != "", rx.el.p(say(ConsoleState.notice), class_name="problem")),
            rx.cond(~ConsoleState.known & (ConsoleState.notice.key == ""), rx.el.p(word("loading"), class_name="note")),
            rx.cond(ConsoleState.known & (ConsoleState.lines.length() == 0), rx.el.p(_nothing(), class_name="note")),
            rx.el.span(say(ConsoleState.heard), class_name="sr-only"),
            role="status",
        ),
        rx.el.ul(rx.foreach(ConsoleState.lines, _line), id="inbox-list"),
        Scroll.create(
            earlier=ConsoleState.earlier,
            more=ConsoleState.more,
            on_earlier=ConsoleState.read_back,
            on_more=ConsoleState.read_on,
            on_start=ConsoleState.begin_anew,
            on_seek=ConsoleState.begin_at,
        ),
        rx.cond(ConsoleState.more & (ConsoleState.query != ""), _further()),
        Keys.create(),
        aria_label=word("inbox_list"),
        class_name="inbox-lines",
    )


def _search() -> rx.Component:
    return rx.el.form(
        rx.el.input(
            type="search",
            name="q",
            id="inbox-search",
            max_length=LONGEST,
            placeholder=word("inbox_search"),
            aria_label=word("inbox_search"),
            aria_keyshortcuts="/",
        ),
        on_submit=ConsoleState.look_for,
        role="search",
    )


def _further() -> rx.Component:
    return rx.el.button(
        word("inbox_further"),
        type="button",
        class_name="quiet",
        disabled=ConsoleState.busy,
        on_click=ConsoleState.read_on,
    )


def _count() -> rx.Component:
    """How many there are, and the way back from far down in them."""
    return rx.el.div(
        rx.el.span(say(ConsoleState.total)),
        rx.cond(
            ConsoleState.earlier,
            rx.el.button(
                icon("up"),
                type="button",
                class_name="icon-button",
                aria_label=word("inbox_to_start"),
                title=word("inbox_to_start"),
                on_click=ConsoleState.begin_anew,
            ),
        ),
        class_name="lines-count",
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


def _line(line: InboxLine, index: rx.Var[int]) -> rx.Component:
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
        aria_posinset=ConsoleState.first + index + 1,
        aria_setsize=ConsoleState.size,
    )
