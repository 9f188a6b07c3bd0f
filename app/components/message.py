"""One turn of the thread: the question, the answer, and what there is to say about it."""

from typing import Any

import reflex as rx

from app.components.actions import answer_actions, question_actions
from app.components.browser import Answer, Notes, Sources, say, word
from app.components.files import HERE, answer_files, question_files
from app.components.human_form import human_form
from app.components.icons import icon
from app.components.remedy import Remedy
from app.components.thoughts import thoughts
from app.components.voice import read_aloud
from app.components.with_person import turn_with_person
from app.state.session import SessionState
from app.state.thread import ThreadState
from app.views import Notice, Turn


def turn(item: rx.Var[Turn], at: rx.Var[int], count: rx.Var[int]) -> rx.Component:
    """The turn with the number ``at``, from 0, of ``count``: a question and an answer of twice as many, or -1."""
    return rx.cond(item.kind == "", _of_app(item, at, count), turn_with_person(item, at, every(count)))


def _of_app(item: rx.Var[Turn], at: rx.Var[int], count: rx.Var[int]) -> rx.Component:
    return rx.fragment(
        question(item, at, count),
        rx.cond(item.status != "running", question_actions(item)),
        answer(
            item,
            at,
            count,
            rx.cond(item.status == "running", rx.el.div(read_aloud(item), class_name="action-bar")),
            rx.cond((item.status != "running") & (item.status != "waiting"), answer_actions(item)),
            forms=rx.foreach(item.forms, lambda form: human_form(item, form)),
            remedy=_remedy(item),
        ),
    )


def question(item: rx.Var[Turn], at: rx.Var[int], count: rx.Var[int], place: str = HERE) -> rx.Component:
    """What was asked in a turn, with its files, which are at ``place``."""
    return rx.el.article(
        question_files(item, place),
        rx.el.p(item.question, class_name="asked", dir="auto"),
        aria_label=word("question"),
        class_name="question",
        tab_index=-1,
        aria_posinset=at * 2 + 1,
        aria_setsize=every(count),
        custom_attrs={"data-turn": item.id},
    )


def answer(
    item: rx.Var[Turn], at: rx.Var[int], count: rx.Var[int], *below: rx.Component,
    forms: rx.Component, remedy: rx.Component | None = None, place: str = HERE,
) -> rx.Component:  # fmt: skip
    """What was answered, with all that came of it: its ``forms``, the ``remedy`` of what has gone wrong, and what
    stands ``below``."""
    return rx.el.article(
        rx.el.div(rx.el.span(word("ai_label"), class_name="ai-label"), class_name="byline"),
        thoughts(item, place),
        Answer.create(
            text=item.answer,
            live=item.status == "running",
            words=SessionState.words,
            cited=item.citations,
        ),
        answer_files(item, place),
        forms,
        rx.cond(item.notice.key != "", _notice(item, remedy)),
        _notes(item),
        rx.cond(item.citations.length() > 0, Sources.create(citations=item.citations, words=SessionState.words)),
        *below,
        aria_label=word("answer"),
        aria_busy=item.status == "running",
        aria_posinset=at * 2 + 2,
        aria_setsize=every(count),
        class_name="answer",
        custom_attrs={"data-status": item.status, "data-turn": item.id},
    )


def every(count: rx.Var[int]) -> Any:
    """How many articles so many turns are, or -1."""
    return rx.cond(count > 0, count * 2, -1)


def _notice(item: Turn, remedy: rx.Component | None) -> rx.Component:
    return rx.el.div(
        rx.cond((item.status == "failed") | (item.status == "interrupted"), icon("warn")),
        rx.el.p(say(item.notice)),
        *([remedy] if remedy else []),
        class_name="notice",
        custom_attrs={"data-status": item.status},
    )


def _remedy(item: Turn) -> rx.Component:
    return rx.cond(
        item.status != "running",
        Remedy.create(
            turn=item.id,
            notice=item.notice,
            at=item.at,
            words=SessionState.words,
            disabled=ThreadState.running | ThreadState.with_person,
            on_retry=ThreadState.retry,
            on_stop=ThreadState.stop_again,
        ),
    )


def _notes(item: Turn) -> rx.Component:
    note: Any = rx.Var("note").to(Notice)
    drawn: Any = rx.Var.create(rx.el.p(say(note), key=note.key, class_name="note"))
    row: rx.Var[Any] = rx.Var(f"((note) => ({drawn!s}))", _var_data=drawn._get_all_var_data())
    return Notes.create(notes=item.notes, live=item.status == "running", row=row)
