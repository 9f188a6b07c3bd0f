"""The thread: the opening, the turns, and the questions that could come next."""

from typing import Any

import reflex as rx

from app.components.browser import VISIT, Answer, LiveText, Sentinel, module, say, word
from app.components.details import details
from app.components.icons import icon
from app.components.message import turn
from app.components.remedy import copy_reference
from app.state.draft import DraftState
from app.state.session import SessionState
from app.state.thread import ThreadState
from app.state.turns import SLOTS as CHANGES
from app.views import Turn


class Turns(rx.Component):
    """The turns near what is read, each drawn by ``row`` of the turn, its number and how many there are (-1: more than
    are known). It keeps the scroller with the id ``of`` at its end until its reader scrolls up, lands where ``arrived``
    says, and calls ``on_gap`` when a change never reached the page. ``whole``: there are no older turns."""

    library = module("thread.jsx")
    tag = "Turns"

    of: rx.Var[str]
    place: rx.Var[str]
    arrived: rx.Var[str]
    thread_key: rx.Var[str]
    slots: rx.Var[list]
    whole: rx.Var[bool]
    row: rx.Var[Any]
    on_gap: rx.EventHandler[rx.event.no_args_event_spec]


def thread() -> rx.Component:
    return rx.el.div(_scroller(), class_name="reading")


def _scroller() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.cond(ThreadState.has_older, older(ThreadState.older)),
                rx.cond(
                    ThreadState.arriving,
                    rx.el.p(word("going_to_message"), class_name="note centre going", role="status"),
                ),
                rx.cond(ThreadState.loading & (ThreadState.ending == ""), _loading()),
                rx.cond(ThreadState.conversation_id == "", _opening()),
                _turns(),
                role="log",
                aria_label=word("conversation"),
                # Until the server knows of this document, the thread is that of the one before, and is read anew.
                aria_busy=(ThreadState.visit != VISIT) | ThreadState.loading,
                aria_live="off",  # It would be read word by word: the announcer says what there is to say.
                class_name="log",
            ),
            rx.cond(ThreadState.suggestions.length() > 0, _questions(ThreadState.suggestions)),
            class_name="column",
        ),
        to_latest(),
        LiveText.create(state=DraftState.get_full_name(), on_gap=DraftState.follow_anew),
        id="thread",
        tab_index=0,
        class_name="thread",
    )


def _turns() -> rx.Component:
    return Turns.create(
        of="thread",
        place=ThreadState.conversation_id,
        # A document lands where it was asked to itself, not where the one before it was.
        arrived=rx.cond(ThreadState.visit == VISIT, ThreadState.arrived, ""),
        thread_key=ThreadState.thread_key,
        slots=rx.Var.create([getattr(ThreadState, slot) for slot in CHANGES]),
        whole=~ThreadState.has_older,
        row=row_of(turn_row),
        on_gap=ThreadState.tell_anew,
    )


@rx.memo
def turn_row(item: rx.Var[Turn], at: rx.Var[int], count: rx.Var[int]) -> rx.Component:
    return turn(item, at, count)


def row_of(draw: Any) -> rx.Var[Any]:
    """A function of the browser that draws one turn, as the memo ``draw`` does."""
    turn, at, count = rx.Var("turn").to(Turn), rx.Var("at").to(int), rx.Var("count").to(int)
    drawn: Any = rx.Var.create(draw(item=turn, at=at, count=count))
    return rx.Var(f"((turn, at, count) => ({drawn!s}))", _var_data=drawn._get_all_var_data())


def older(read: Any) -> rx.Component:
    """Above a thread that has older turns, which the handler reads: once one comes near, or presses."""
    return rx.el.div(
        Sentinel.create(on_reach=read),
        rx.el.button(word("load_older"), type="button", class_name="quiet", on_click=read),
        class_name="centre",
    )


def to_latest() -> rx.Component:
    """The button of a thread that is not scrolled to its end."""
    return rx.el.button(
        icon("down"),
        type="button",
        class_name="to-latest",
        aria_label=word("jump_to_latest"),
        custom_attrs={"data-to-latest": "true"},
    )


def _loading() -> rx.Component:
    return rx.el.p(word("loading"), class_name="note centre", role="status")


def _opening() -> rx.Component:
    """A new chat: why the app cannot be shown, or its opening with the form and the questions it offers."""
    face = SessionState.face
    opening = rx.cond(ThreadState.opening != "", ThreadState.opening, face.opening)
    return rx.el.div(
        rx.cond(
            SessionState.notice.key != "",
            rx.el.div(
                icon("warn"),
                rx.el.p(say(SessionState.notice)),
                copy_reference(SessionState.notice),
                rx.el.button(
                    icon("retry"), word("retry"), type="button", class_name="quiet", on_click=SessionState.enter
                ),
                class_name="notice",
                role="alert",
            ),
        ),
        rx.cond(
            opening != "",
            Answer.create(text=opening, live=False, words=SessionState.words),
            rx.cond(SessionState.ready, rx.el.p(word("ask_anything"), class_name="welcome")),
        ),
        rx.cond((face.fields.length() > 0) & ThreadState.form_open, details()),
        rx.cond(
            (face.fields.length() > 0) & ~ThreadState.form_open,
            rx.el.button(
                word("change_details"), type="button", class_name="quiet", on_click=ThreadState.change_details
            ),
        ),
        rx.cond(face.questions.length() > 0, _questions(face.questions)),
        class_name="opening",
    )


def _questions(questions: rx.Var[list[str]]) -> rx.Component:
    return rx.el.div(
        rx.foreach(
            questions,
            lambda question: rx.el.button(
                question, type="button", class_name="suggestion", dir="auto", custom_attrs={"data-ask": question}
            ),
        ),
        role="group",
        aria_label=word("suggested_questions"),
        class_name="suggestions",
    )
