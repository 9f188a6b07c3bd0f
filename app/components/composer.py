"""The composer: the box, Send, and Stop while an answer is written."""

from typing import Any

import reflex as rx

from app.chat.question import LONGEST
from app.components.browser import FRAMED, Attachments, module, say, sentence, word
from app.components.fine_print import fine_print
from app.components.icons import icon
from app.components.remedy import copy_reference
from app.components.voice import Dictate
from app.components.with_person import person_line
from app.state.session import SessionState
from app.state.thread import ThreadState


class Composer(rx.Component):
    """The behaviour of the box ``message``, of the form ``details`` and of every button with ``data-ask`` or
    ``data-calls``; it draws the messages that wait and the lines about the box."""

    library = module("composer.jsx")
    tag = "Composer"

    known: rx.Var[bool]
    place: rx.Var[str]
    accepted: rx.Var[str]
    refused: rx.Var[str]
    deferred: rx.Var[str]
    busy: rx.Var[bool]
    loading: rx.Var[bool]
    limit: rx.Var[int]
    ending: rx.Var[str]
    words: rx.Var[dict]
    on_ask: rx.EventHandler[rx.event.passthrough_event_spec(str, str, dict, list, bool)]
    on_call: rx.EventHandler[rx.event.passthrough_event_spec(str, dict)]
    on_start: rx.EventHandler[rx.event.passthrough_event_spec(dict)]
    on_stop: rx.EventHandler[rx.event.no_args_event_spec]


def composer() -> rx.Component:
    return rx.el.div(
        rx.cond(ThreadState.notice.key != "", _notice()),
        person_line(),
        Composer.create(
            known=SessionState.ready,
            place=ThreadState.conversation_id,
            accepted=ThreadState.accepted,
            refused=ThreadState.refused,
            deferred=ThreadState.deferred,
            busy=ThreadState.running,
            loading=ThreadState.loading,
            limit=LONGEST,
            ending=ThreadState.ending,
            words=SessionState.words,
            on_ask=ThreadState.send,
            on_call=ThreadState.call_person,
            on_start=ThreadState.start,
            on_stop=ThreadState.stop,
        ),
        _form(),
        fine_print(),
        class_name="bottom",
    )


def _notice() -> rx.Component:
    return rx.el.div(
        rx.el.p(say(ThreadState.notice)), copy_reference(ThreadState.notice), class_name="notice", role="alert"
    )


def _form() -> rx.Component:
    takes = SessionState.limits.kinds.length() > 0
    return rx.el.form(
        Attachments.create(place=ThreadState.conversation_id, limits=_limits(takes), words=SessionState.words),
        rx.cond(_hears(), Dictate.create(words=SessionState.words)),
        _box(),
        _tools(),
        rx.cond(
            ThreadState.running,
            _while_running(),
            rx.el.button(icon("send"), type="submit", class_name="round", aria_label=word("send")),
        ),
        hint("answer", "wait_or_stop"),
        hint("upload", "wait_for_upload"),
        hint("connection", "waits_for_connection"),
        hint("full", "queue_full"),
        class_name="composer",
        custom_attrs={"data-tools": takes | _hears()},
    )


def _limits(takes: rx.Var[bool]) -> rx.Var[Any]:
    """None until the app was asked: what is dropped or pasted before that waits."""
    known = takes | (SessionState.ready & (SessionState.notice.key == ""))
    return rx.cond(known, SessionState.limits, None)


def _box() -> rx.Component:
    return rx.el.textarea(
        id="message",
        name="message",
        rows="1",
        auto_focus=~FRAMED,  # The focus may be in the page around.
        auto_complete="off",
        enter_key_hint="send",
        aria_label=word("message"),
        aria_describedby="counter",
        placeholder=_placeholder(),
        dir="auto",
    )


def _while_running() -> rx.Component:
    """What is sent then waits for its turn."""
    return rx.fragment(
        rx.el.button(
            icon("plus"),
            type="submit",
            class_name="round enqueue",
            aria_label=word("queue_add"),
            title=word("queue_add"),
        ),
        rx.el.button(
            icon("stop"),
            type="button",
            class_name="round",
            aria_label=word("stop"),
            on_click=ThreadState.stop,
            custom_attrs={"data-refocus": True, "data-stops": True, "data-online": True},
        ),
    )


def _placeholder() -> rx.Var[Any]:
    """To whom what is written here goes."""
    own, person = SessionState.face.placeholder, ThreadState.person
    return rx.cond(
        ThreadState.to_person,
        rx.cond(person != "", sentence("write_to", name=person), word("write_to_person")),
        rx.cond(own != "", own, word("placeholder")),
    )


def _tools() -> rx.Component:
    """The ways to give a file or to speak, where the app takes any."""
    methods = SessionState.limits.methods
    return rx.el.div(
        rx.cond(methods.contains("local_file"), tool("attach", "attach_files", {"data-attach": "file"})),
        rx.cond(methods.contains("remote_url"), tool("link", "attach_link", {"data-attach": "link"})),
        rx.cond(_hears(), tool("microphone", "dictate", {"data-dictate": True})),
        class_name="tools",
    )


def _hears() -> Any:
    """Whether the app turns speech into text: nothing of what is said to a person."""
    return SessionState.face.hears & ~ThreadState.to_person


def tool(drawing: str, name: str, what: dict[str, str | bool], **more: Any) -> rx.Component:
    return rx.el.button(
        icon(drawing),
        type="button",
        class_name="icon-button",
        aria_label=word(name),
        title=word(name),
        custom_attrs=what,
        **more,
    )


def hint(wait: str, name: str) -> rx.Component:
    """Why a message was not sent; the form's ``data-wait`` says which is shown."""
    return rx.el.p(word(name), class_name="note hint", role="status", custom_attrs={"data-for": wait})
