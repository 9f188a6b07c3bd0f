"""The bar below an answer, and the one of its question: always there, for a finger and a keyboard as for a mouse."""

from typing import Any

import reflex as rx

from app.components.browser import Copy, Edit, Moment, Rate, sentence, word
from app.components.icons import icon
from app.components.voice import read_aloud
from app.state.session import SessionState
from app.state.thread import ThreadState
from app.views import PrivateAnswer, Turn


def answer_actions(turn: Turn) -> rx.Component:
    return rx.el.div(
        rx.cond(turn.count > 1, _versions(turn)),
        rx.cond(turn.answer != "", Copy.create(text=turn.answer, name=word("copy"), words=SessionState.words)),
        read_aloud(turn),
        rx.cond(
            turn.status == "done",
            Rate.create(
                turn=turn.id,
                rating=turn.rating,
                refused=ThreadState.unrated == turn.id,
                words=SessionState.words,
                on_rate=ThreadState.rate,
            ),
        ),
        _button(
            "retry",
            "regenerate",
            disabled=ThreadState.running | ThreadState.with_person,
            on_click=ThreadState.regenerate(turn.id),
            custom_attrs={"data-refocus": True, "data-online": True},
        ),
        rx.cond(turn.at > 0, rx.el.span(Moment.create(at=turn.at), class_name="note")),
        usage_of(turn),
        rx.cond(turn.count > 1, rx.el.p(word("memory_of_versions"), class_name="note wide")),
        role="group",
        aria_label=word("actions"),
        class_name="action-bar",
    )


def question_actions(turn: Turn) -> rx.Component:
    return rx.el.div(
        Copy.create(text=turn.question, name=word("copy_question"), words=SessionState.words),
        Edit.create(
            turn=turn.id,
            text=turn.question,
            words=SessionState.words,
            disabled=ThreadState.running | ThreadState.with_person,
            on_edit=ThreadState.edit,
        ),
        role="group",
        aria_label=word("actions_of_question"),
        class_name="action-bar",
    )


def _versions(turn: Turn) -> rx.Component:
    """The switch between the answers to a question that was asked anew."""
    return rx.fragment(
        _turn_to("back", "version_before", turn, turn.before),
        rx.el.span(sentence("version_of", number=turn.number, count=turn.count), class_name="note", role="status"),
        _turn_to("forward", "version_after", turn, turn.after),
    )


def _turn_to(drawing: str, name: str, turn: Turn, other: rx.Var[str]) -> rx.Component:
    """At an end of the versions it is no longer of use, but keeps the focus of whoever came there with it."""
    return _button(
        drawing,
        name,
        disabled=ThreadState.running,
        aria_disabled=other == "",
        on_click=ThreadState.show_version(turn.id, other),
        custom_attrs={"data-keep-place": True, "data-online": True},
    )


def usage_of(turn: Turn | PrivateAnswer) -> rx.Component:
    """What an answer took, and what that cost."""
    usage = turn.usage
    return rx.cond(
        usage.tokens > 0,
        rx.el.span(
            sentence("tokens", count=usage.tokens),
            rx.cond(usage.price != "", rx.fragment(" · ", usage.price)),
            rx.cond(usage.seconds > 0, rx.fragment(" · ", sentence("seconds", count=usage.seconds))),
            class_name="note",
        ),
    )


def _button(drawing: str, name: str, **more: Any) -> rx.Component:
    return rx.el.button(
        icon(drawing), type="button", class_name="action", aria_label=word(name), title=word(name), **more
    )
