"""A person who has stepped in: what they and the customer write, and who is there."""

from typing import Any

import reflex as rx

from app.components.browser import Answer, Copy, Moment, say, sentence, word
from app.components.files import HERE, answer_files, question_files
from app.ledger.inbox import LONGEST_CONTACT
from app.state.session import SessionState
from app.state.thread import ThreadState
from app.views import Turn


def turn_with_person(item: rx.Var[Turn], at: rx.Var[int], every: rx.Var[int], place: str = HERE) -> rx.Component:
    """A turn that the app has no part in, the one with the number ``at``; ``every`` is how many articles there are.
    Its files are at ``place``."""
    return rx.match(
        item.kind,
        ("customer", _customers(item, at, every, place)),
        ("person", _persons(item, at, every, place)),
        rx.el.p(_passing(item), class_name="note centre passing", dir="auto", custom_attrs={"data-turn": item.id}),
    )


def _passing(item: rx.Var[Turn]) -> rx.Var[Any]:
    name = _name_of(item)
    return rx.match(
        item.kind,
        ("called", word("person_called")),
        ("came", sentence("person_came", name=name)),
        sentence("person_left", name=name),
    )


def _name_of(item: rx.Var[Turn]) -> rx.Var[str]:
    return rx.cond(item.author != "", item.author, word("a_person"))


def _customers(item: rx.Var[Turn], at: rx.Var[int], every: rx.Var[int], place: str) -> rx.Component:
    return rx.el.article(
        question_files(item, place),
        rx.el.p(item.question, class_name="asked", dir="auto"),
        aria_label=word("message"),
        class_name="question",
        tab_index=-1,
        aria_posinset=at * 2 + 1,
        aria_setsize=every,
        custom_attrs={"data-turn": item.id},
    )


def _persons(item: rx.Var[Turn], at: rx.Var[int], every: rx.Var[int], place: str) -> rx.Component:
    return rx.el.article(
        rx.el.div(rx.el.span(_name_of(item), class_name="person-label", dir="auto"), class_name="byline"),
        Answer.create(text=item.answer, live=False, words=SessionState.words, cited=item.citations),
        answer_files(item, place),
        rx.el.div(
            rx.cond(item.answer != "", Copy.create(text=item.answer, name=word("copy"), words=SessionState.words)),
            rx.el.span(Moment.create(at=item.at), class_name="note"),
            role="group",
            aria_label=word("actions"),
            class_name="action-bar",
        ),
        aria_label=_name_of(item),
        class_name="answer by-person",
        tab_index=-1,
        aria_posinset=at * 2 + 2,
        aria_setsize=every,
        custom_attrs={"data-turn": item.id, "data-status": "done"},
    )


def person_line() -> rx.Component:
    """Above the box: who is there, or that somebody will come; and the button that asks for a person."""
    return rx.cond(
        ThreadState.with_person,
        rx.el.p(
            rx.cond(ThreadState.person != "", sentence("with_person", name=ThreadState.person), word("with_a_person")),
            class_name="note line person-here",
            dir="auto",
        ),
        rx.cond(
            ThreadState.called,
            rx.cond(ThreadState.away.key == "", _awaited(), _away()),
            rx.cond(
                SessionState.face.calls,
                rx.el.button(
                    word("call_person"),
                    type="button",
                    class_name="quiet call-person",
                    custom_attrs={"data-calls": True, "data-refocus": True, "data-online": True},
                ),
            ),
        ),
    )


def _awaited() -> rx.Component:
    own = SessionState.face.awaited
    return rx.el.p(
        rx.cond(own != "", own, word("person_awaited")),
        rx.cond(
            ThreadState.to_person,
            rx.fragment(" ", word("person_reads")),
            rx.cond(own == "", rx.fragment(" ", word("app_meanwhile"))),
        ),
        class_name="note line",
        role="status",
        dir="auto",
    )


def _away() -> rx.Component:
    """Nobody will come soon: when they will, and where they can reach who waits."""
    reached = sentence("contact_left", contact=ThreadState.contact)
    return rx.fragment(
        rx.el.p(
            say(ThreadState.away), " ", rx.cond(ThreadState.contact != "", reached, word("contact_wanted")),
            rx.cond(ThreadState.to_person, rx.fragment(" ", word("person_reads"))),
            class_name="note line", role="status", dir="auto",
        ),
        rx.cond(ThreadState.contact == "", _contact()),
    )  # fmt: skip


def _contact() -> rx.Component:
    problem = ThreadState.unreachable
    return rx.el.form(
        rx.el.input(
            name="contact",
            auto_complete="email",
            max_length=LONGEST_CONTACT,
            required=True,
            aria_label=word("contact"),
            placeholder=word("contact"),
            aria_invalid=problem.key != "",
        ),
        rx.el.button(word("leave_contact"), type="submit", class_name="quiet", custom_attrs={"data-online": True}),
        rx.cond(problem.key != "", rx.el.p(say(problem), class_name="problem", role="alert")),
        on_submit=ThreadState.leave_contact,
        class_name="link-row",
    )
