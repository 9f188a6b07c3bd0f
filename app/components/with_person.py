"""A person who has stepped in: what they and the customer write, and who is there."""

from typing import Any

import reflex as rx

from app.components.browser import Answer, Copy, Moment, say, sentence, word
from app.components.files import HERE, answer_files, question_files
from app.ledger.inbox import LONGEST_CONTACT
from app.state.session import SessionState
from app.state.thread import ThreadState
from app.views import Turn

_IS_AWAY = ThreadState.away.key != ""  # Nobody comes soon to who waits.


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
    """Above the box: who is there, or that somebody will come, and where one can be reached; and the button that asks
    for a person."""
    left, problem = ThreadState.contact != "", ThreadState.unreachable
    return rx.fragment(
        rx.cond(
            ThreadState.with_person,
            _here(),
            rx.cond(
                ThreadState.called,
                rx.cond(_IS_AWAY, _away(), _awaited()),
                rx.cond(SessionState.face.calls, _call()),
            ),
        ),
        rx.cond(left & ~_IS_AWAY, rx.el.p(_left(), class_name="note line", dir="auto")),
        rx.cond(ThreadState.changes_contact | (_IS_AWAY & ~left), _contact()),
        rx.cond(
            (left | _IS_AWAY) & (problem.key != ""), rx.el.p(say(problem), class_name="line problem", role="alert")
        ),
    )


def _here() -> rx.Component:
    name = ThreadState.person
    return rx.el.p(
        rx.cond(name != "", sentence("with_person", name=name), word("with_a_person")),
        class_name="note line person-here",
        dir="auto",
    )


def _call() -> rx.Component:
    return rx.el.button(
        word("call_person"),
        type="button",
        class_name="quiet call-person",
        custom_attrs={"data-calls": True, "data-refocus": True, "data-online": True},
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
    return rx.el.p(
        say(ThreadState.away),
        " ",
        rx.cond(ThreadState.to_person, rx.fragment(word("person_reads"), " ")),
        rx.cond(ThreadState.contact != "", _left(), word("contact_wanted")),
        class_name="note line",
        role="status",
        dir="auto",
    )


def _left() -> rx.Component:
    """Where whoever uses the app can be reached, which they change and withdraw."""
    change, withdraw = ThreadState.change_contact, ThreadState.withdraw_contact
    return rx.fragment(
        sentence("contact_left", contact=ThreadState.contact),
        rx.cond(
            ~ThreadState.changes_contact,
            rx.fragment(
                " ",
                rx.el.button(word("contact_change"), type="button", class_name="in-text", on_click=change),
                " ",
                rx.el.button(
                    word("contact_withdraw"), type="button", class_name="in-text", on_click=withdraw,
                    custom_attrs={"data-refocus": True, "data-online": True},
                ),
            ),
        ),
    )  # fmt: skip


def _contact() -> rx.Component:
    keep = rx.cond(ThreadState.changes_contact, word("save"), word("leave_contact"))
    return rx.el.form(
        rx.el.input(
            name="contact",
            auto_complete="email",
            auto_focus=ThreadState.changes_contact,
            default_value=ThreadState.contact,
            max_length=LONGEST_CONTACT,
            required=True,
            aria_label=word("contact"),
            placeholder=word("contact"),
            aria_invalid=ThreadState.unreachable.key != "",
        ),
        rx.el.button(keep, type="submit", class_name="quiet", custom_attrs={"data-online": True}),
        rx.cond(
            ThreadState.changes_contact,
            rx.el.button(
                word("cancel"),
                type="button",
                class_name="quiet",
                on_click=ThreadState.change_contact,
                custom_attrs={"data-refocus": True},
            ),
        ),
        on_submit=ThreadState.leave_contact,
        class_name="link-row",
    )
