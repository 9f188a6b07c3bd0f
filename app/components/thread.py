"""The thread: the opening, the turns, and the questions that could come next."""

from typing import Any

import reflex as rx

from app.components.browser import VISIT, Answer, Follow, LiveText, Sentinel, say, word
from app.components.details import details
from app.components.icons import icon
from app.components.message import turn
from app.components.remedy import copy_reference
from app.state.draft import SLOTS, DraftState
from app.state.session import SessionState
from app.state.thread import ThreadState
from app.state.turns import SLOTS as RECENT


def thread() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.cond(ThreadState.has_older, _older()),
                rx.cond(
                    ThreadState.arriving,
                    rx.el.p(word("going_to_message"), class_name="note centre going", role="status"),
                ),
                rx.cond(ThreadState.loading & (ThreadState.turns.length() == 0), _loading()),
                rx.cond(ThreadState.conversation_id == "", _opening()),
                rx.foreach(turns(), turn),
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
        rx.el.button(
            icon("down"),
            type="button",
            class_name="to-latest",
            aria_label=word("jump_to_latest"),
            custom_attrs={"data-to-latest": "true"},
        ),
        LiveText.create(
            batch_key=DraftState.key,
            slots=rx.Var.create([getattr(DraftState, f"s{number}") for number in range(SLOTS)]),
            on_gap=DraftState.follow_anew,
        ),
        Follow.create(of="thread", first=_first(), place=ThreadState.conversation_id, arrived=ThreadState.arrived),
        id="thread",
        tab_index=0,
        class_name="thread",
    )


def turns() -> Any:
    """History and this visit's turns as one list: a turn keeps its place on the page when it becomes history."""
    whole = ThreadState.turns
    for slot in RECENT:
        whole = whole + getattr(ThreadState, slot)
    return whole


def _first() -> rx.Var[str]:
    return rx.cond(ThreadState.turns.length() > 0, ThreadState.turns[0].id, "")


def _older() -> rx.Component:
    return rx.el.div(
        Sentinel.create(on_reach=ThreadState.older),
        rx.el.button(word("load_older"), type="button", class_name="quiet", on_click=ThreadState.older),
        class_name="centre",
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
