"""Replies that agents keep to use again: those that match what one types behind a ``/``, and the dialog of all."""

import reflex as rx

from app.components.browser import module, say, sentence, word
from app.components.composer import tool
from app.components.console.kept import Kept
from app.components.dialog import dialog
from app.components.icons import icon
from app.state.console import ConsoleState
from app.state.console_canned import APP, ConsoleCannedState
from app.state.console_thread import ConsoleThreadState
from app.state.session import SessionState
from app.views import CannedReply

NAMES = "{customer} {agent} {app} {date} {input:…}"


class Canned(rx.Component):
    """The list of what matches what stands behind a ``/`` in the reply, in the conversation ``place``; ``known`` is the
    one that ``replies`` are for."""

    library = module("replies.jsx")
    tag = "Canned"

    replies: rx.Var[list]
    place: rx.Var[str]
    known: rx.Var[str]
    words: rx.Var[dict]
    on_look: rx.EventHandler[rx.event.no_args_event_spec]


class Use(rx.Component):
    """A button of that ``name`` that puts ``text`` into the reply, its date in that ``language``."""

    library = module("replies.jsx")
    tag = "Use"

    text: rx.Var[str]
    language: rx.Var[str]
    name: rx.Var[str]


def canned_list() -> rx.Component:
    state = ConsoleCannedState
    return Canned.create(
        replies=state.replies,
        place=ConsoleThreadState.line.key,
        known=state.key,
        words=SessionState.words,
        on_look=state.look,
    )


def canned_button() -> rx.Component:
    return tool("file", "canned", {"data-opens": "canned"}, on_click=ConsoleCannedState.look)


def canned() -> rx.Component:
    """The dialog; once on the page."""
    state = ConsoleCannedState
    return dialog(
        "canned",
        word("canned"),
        rx.el.p(sentence("canned_note", names=NAMES), class_name="note"),
        rx.cond(
            state.replies.length() > 0,
            rx.el.ul(rx.foreach(state.replies, _reply), class_name="canned-replies"),
            rx.el.p(word("canned_none"), class_name="note"),
        ),
        _form(),
    )


def _reply(reply: CannedReply) -> rx.Component:
    state = ConsoleCannedState
    return rx.el.li(
        rx.el.div(
            rx.el.strong(reply.title, dir="auto"),
            rx.foreach(reply.names, lambda name: rx.el.span(name, class_name="note", dir="auto")),
            rx.el.p(reply.text, dir="auto"),
        ),
        rx.cond(
            reply.filled != "",
            Use.create(text=reply.filled, language=reply.language, name=sentence("canned_use", name=reply.title)),
        ),
        _button("edit", "canned_edit", reply, state.edit(reply.id)),
        _button("delete", "canned_delete", reply, state.drop(reply.id)),
        key=reply.id,
    )


def _form() -> rx.Component:
    state, editing = ConsoleCannedState, ConsoleCannedState.editing
    return rx.el.form(
        rx.el.h3(
            rx.cond(editing.title != "", sentence("canned_edit", name=editing.title), word("canned_new")), dir="auto"
        ),
        rx.cond(state.notice.key != "", rx.el.p(say(state.notice), class_name="problem", role="alert")),
        rx.el.label(
            rx.el.span(word("canned_title")), rx.el.input(name="title", default_value=editing.title, dir="auto")
        ),
        rx.el.label(
            rx.el.span(word("canned_text")),
            rx.el.textarea(name="text", default_value=editing.text, rows="4", dir="auto"),
        ),
        rx.cond(ConsoleState.apps.length() > 1, _apps(editing)),
        rx.el.div(
            rx.el.button(word("save"), type="submit", class_name="primary"),
            rx.cond(
                editing.title != "",
                rx.el.button(word("cancel"), type="button", class_name="quiet", on_click=state.edit("")),
            ),
            class_name="actions",
        ),
        Kept.create(form="canned-reply", place="", of=state.form),
        on_submit=state.keep,
        id="canned-reply",
        key=state.form,
        class_name="written",
    )


def _apps(editing: CannedReply) -> rx.Component:
    """A new one is for all of them at first."""
    return rx.el.fieldset(
        rx.el.legend(word("canned_apps")),
        rx.foreach(
            ConsoleState.apps,
            lambda app: rx.el.label(
                rx.el.input(
                    type="checkbox",
                    name=APP + app.value,
                    default_checked=(editing.title == "") | editing.apps.contains(app.value),
                ),
                rx.el.span(app.name, dir="auto"),
            ),
        ),
    )


def _button(drawing: str, name: str, reply: CannedReply, event: rx.event.EventSpec) -> rx.Component:
    label = sentence(name, name=reply.title)
    return rx.el.button(
        icon(drawing), type="button", class_name="icon-button", aria_label=label, title=label, on_click=event
    )
