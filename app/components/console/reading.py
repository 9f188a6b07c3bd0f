"""The conversation that is read."""

import reflex as rx

from app.components.browser import Answer, Moment, say, word
from app.components.console.filters import STATUSES
from app.components.icons import icon
from app.state.console_thread import ConsoleThreadState
from app.state.session import SessionState
from app.views import InboxTurn


def reading() -> rx.Component:
    thread = ConsoleThreadState
    return rx.el.section(
        rx.cond(thread.line.key != "", _head()),
        rx.el.div(
            rx.cond(thread.notice.key != "", rx.el.p(say(thread.notice), class_name="problem")),
            rx.cond(thread.loading, rx.el.p(word("loading"), class_name="note")),
            role="status",
        ),
        rx.cond(
            (thread.line.key == "") & ~thread.loading & (thread.notice.key == ""),
            rx.el.p(word("inbox_choose"), class_name="note centre"),
        ),
        rx.cond(
            thread.older,
            rx.el.button(word("inbox_earlier"), type="button", class_name="quiet", on_click=thread.read_older),
        ),
        rx.foreach(thread.turns, _turn),
        aria_label=word("conversation"),
        class_name="inbox-reading",
        custom_attrs={"data-open": thread.line.key != ""},
    )


def _head() -> rx.Component:
    thread = ConsoleThreadState
    return rx.el.header(
        rx.el.button(
            icon("back"),
            type="button",
            class_name="icon-button inbox-back",
            aria_label=word("inbox_back"),
            on_click=thread.close,
            custom_attrs={"data-closes": "true"},
        ),
        rx.el.h2(rx.cond(thread.line.name != "", thread.line.name, word("new_chat")), dir="auto"),
        rx.el.select(
            *(rx.el.option(word(text), value=value) for value, text in STATUSES),
            value=thread.line.status,
            on_change=thread.put_status,
            aria_label=word("inbox_status"),
        ),
        rx.el.button(word("inbox_mark_unread"), type="button", class_name="quiet", on_click=thread.mark_unread),
    )


def _turn(turn: InboxTurn) -> rx.Component:
    return rx.el.article(
        rx.el.p(turn.question, dir="auto", class_name="asked"),
        rx.el.div(
            Answer.create(text=turn.answer, live=False, words=SessionState.words, cited=rx.Var.create([])),
            class_name="answer prose",
            dir="auto",
        ),
        rx.el.p(
            Moment.create(at=turn.at),
            rx.cond(turn.running, rx.el.span(word("inbox_being_asked"))),
            rx.cond(turn.failed, rx.el.span(word("inbox_failed"), class_name="bad")),
            rx.cond(turn.rating == "dislike", rx.el.span(word("inbox_bad"), class_name="bad")),
            rx.cond(turn.rating == "like", rx.el.span(word("inbox_good"))),
            class_name="line-marks",
        ),
        key=turn.id,
    )
