"""The conversation that is read."""

import reflex as rx

from app.components.browser import LiveText, say, sentence, word
from app.components.console.beside import assignment, beside_button, resolve
from app.components.console.filters import STATUSES
from app.components.console.notes import note_box, notes_after
from app.components.console.reply import reply
from app.components.console.turn import console_turn
from app.components.icons import icon
from app.components.thread import Turns, older, row_of, to_latest
from app.state.console_thread import ConsoleLiveState, ConsoleThreadState
from app.state.turns import SLOTS
from app.views import InboxAgent

SCROLLER = "inbox-thread"


def reading() -> rx.Component:
    thread = ConsoleThreadState
    open = (thread.line.key != "") | thread.loading | (thread.notice.key != "")
    return rx.el.section(
        rx.cond(open, _head()),
        rx.el.div(
            rx.cond(thread.notice.key != "", rx.el.p(_why(), class_name="problem")),
            rx.cond(thread.refused.key != "", rx.el.p(say(thread.refused), class_name="problem")),
            rx.cond(thread.loading & (thread.ending == ""), rx.el.p(word("loading"), class_name="note")),
            rx.cond(~open, rx.el.p(word("inbox_choose"), class_name="note centre")),
            role="status",
        ),
        rx.el.div(_scroller(), class_name="reading"),
        rx.el.div(rx.foreach(thread.others, _other), role="status", class_name="inbox-others"),
        rx.cond(thread.line.key != "", reply()),
        aria_label=word("conversation"),
        class_name="inbox-reading",
        custom_attrs={"data-open": open},
    )


def _why() -> rx.Var[str]:
    """Why nothing is shown: of a conversation that is not there an agent is told otherwise than a customer."""
    notice = ConsoleThreadState.notice
    return rx.cond(notice.key == "gone", word("inbox_gone"), say(notice))


def _other(agent: InboxAgent) -> rx.Component:
    name = rx.cond(agent.name != "", agent.name, word("inbox_another"))
    return rx.el.p(rx.cond(agent.writes, sentence("inbox_writes", name=name), sentence("inbox_looks", name=name)))


def _head() -> rx.Component:
    thread = ConsoleThreadState
    return rx.el.header(
        rx.el.button(
            icon("back"),
            type="button",
            class_name="icon-button inbox-back",
            aria_label=word("inbox_back"),
            custom_attrs={"data-closes-thread": "true"},
        ),
        rx.cond((thread.line.key != "") & (thread.notice.key != "gone"), _what_it_is()),
    )


def _what_it_is() -> rx.Component:
    thread = ConsoleThreadState
    return rx.fragment(
        rx.el.h2(rx.cond(thread.line.name != "", thread.line.name, word("new_chat")), dir="auto"),
        rx.el.select(
            *(rx.el.option(word(text), value=value) for value, text in STATUSES),
            value=thread.line.status,
            on_change=thread.put_status,
            disabled=thread.line.status == "person",
            aria_label=word("inbox_status"),
        ),
        assignment(),
        resolve(),
        rx.el.button(
            icon("unread"),
            type="button",
            class_name="icon-button",
            aria_label=word("inbox_mark_unread"),
            title=word("inbox_mark_unread"),
            on_click=thread.mark_unread,
        ),
        beside_button(),
    )


def _scroller() -> rx.Component:
    thread = ConsoleThreadState
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.cond(thread.older, older(thread.read_older)),
                Turns.create(
                    of=SCROLLER,
                    place=thread.line.key,
                    arrived="",
                    thread_key=thread.thread_key,
                    slots=rx.Var.create([getattr(thread, slot) for slot in SLOTS]),
                    whole=~thread.older,
                    row=row_of(console_turn),
                    on_gap=thread.tell_anew,
                ),
                role="log",
                aria_label=word("conversation"),
                aria_busy=thread.loading,
                aria_live="off",
                class_name="log",
            ),
            rx.cond((thread.ending == "") & ~thread.loading, notes_after(-1, 0)),
            note_box(),
            class_name="column",
        ),
        to_latest(),
        LiveText.create(state=ConsoleLiveState.get_full_name(), on_gap=thread.stream),
        id=SCROLLER,
        tab_index=0,
        class_name="thread",
    )
