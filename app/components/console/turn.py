"""A turn of the conversation that is read: as its person has it, and nothing that is theirs to do."""

import reflex as rx

from app.components.actions import usage_of
from app.components.browser import Answer, Copy, Moment, sentence, word
from app.components.console.correcting import correct_button, corrected
from app.components.console.drafting import again_button, asked_again
from app.components.console.notes import notes_after
from app.components.human_form import form_of
from app.components.icons import icon
from app.components.message import answer, every, question
from app.components.remedy import copies, copy_reference
from app.components.with_person import turn_with_person
from app.state.console_references import ConsoleReferencesState
from app.state.console_thread import ConsoleThreadState
from app.state.session import SessionState
from app.views import FormPart, HumanForm, Turn

FILES = f"/console/files/{ConsoleThreadState.line.app}/{ConsoleThreadState.line.id}"


@rx.memo
def console_turn(item: rx.Var[Turn], at: rx.Var[int], count: rx.Var[int]) -> rx.Component:
    return rx.fragment(
        rx.cond(item.kind == "", _of_app(item, at, count), turn_with_person(item, at, every(count), FILES)),
        notes_after(at, count),
    )


def _of_app(item: rx.Var[Turn], at: rx.Var[int], count: rx.Var[int]) -> rx.Component:
    return rx.fragment(
        question(item, at, count, FILES),
        answer(
            item,
            at,
            count,
            rx.cond(item.status != "running", _said(item)),
            corrected(item),
            rx.cond(ConsoleReferencesState.of == item.id, _references()),
            asked_again(item),
            forms=rx.foreach(item.forms, _form),
            remedy=rx.fragment(_code(item), copy_reference(item.notice)),
            place=FILES,
        ),
    )


def _code(item: Turn) -> rx.Component:
    """By what an answer failed, in the app's word for it."""
    codes = ConsoleThreadState.codes
    return rx.cond(codes.contains(item.id), rx.el.code(codes[item.id], title=word("inbox_code")))


def _said(item: Turn) -> rx.Component:
    """What there is to say of an answer: its version, what its person thinks of it, when it was asked for."""
    return rx.el.div(
        rx.cond(item.answer != "", Copy.create(text=item.answer, name=word("copy"), words=SessionState.words)),
        correct_button(item),
        again_button(item),
        rx.cond(
            item.count > 1, rx.el.span(sentence("version_of", number=item.number, count=item.count), class_name="note")
        ),
        rx.cond(item.rating == "dislike", rx.el.span(word("inbox_bad"), class_name="note bad")),
        rx.cond(item.rating == "like", rx.el.span(word("inbox_good"), class_name="note")),
        rx.el.span(Moment.create(at=item.at), class_name="note"),
        usage_of(item),
        rx.el.button(
            icon("number"),
            type="button",
            class_name="action",
            aria_label=word("inbox_references"),
            title=word("inbox_references"),
            aria_expanded=rx.cond(ConsoleReferencesState.of == item.id, "true", "false"),
            on_click=ConsoleReferencesState.look(item.id),
        ),
        class_name="action-bar",
    )


def _references() -> rx.Component:
    """By which the turn is found in the log and at the app."""
    return rx.el.section(
        rx.el.dl(
            rx.foreach(
                ConsoleReferencesState.references,
                lambda reference: rx.el.div(rx.el.dt(reference.name), rx.el.dd(reference.value)),
            )
        ),
        copies(ConsoleReferencesState.text),
        aria_label=word("inbox_references"),
        class_name="inbox-references",
    )


def _form(form: HumanForm) -> rx.Component:
    return form_of(form, _asked(form), "inbox_form_answered")


def _asked(form: HumanForm) -> rx.Component:
    return rx.el.div(
        rx.foreach(form.parts, _part),
        rx.el.p(word("inbox_form_open"), class_name="note"),
        class_name="details",
    )


def _part(part: FormPart) -> rx.Component:
    return rx.fragment(
        rx.cond(part.text != "", Answer.create(text=part.text, live=False, words=SessionState.words)),
        rx.foreach(part.fields, lambda field: rx.el.p(field.label, dir="auto", class_name="blank")),
    )
