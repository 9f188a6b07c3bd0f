"""Below the conversation that is read: taking it, writing to the customer, handing it back."""

from dataclasses import asdict

import reflex as rx

from app.components.browser import module, say, word
from app.components.composer import hint, tool
from app.components.console.canned import canned_button, canned_list
from app.components.console.drafting import draft_button, drafted
from app.components.console.kept import FORGETS, Forget, Kept
from app.components.icons import icon
from app.state.console_reply import ConsoleReplyState
from app.state.console_thread import ConsoleThreadState
from app.state.session import SessionState
from app.uploads import OF_AGENTS

HANDING_BACK = "handing-back"  # the form


class Reply(rx.Component):
    """The behaviour of the box in the conversation of a ``line``, and the files that go with what stands in it.

    ``on_say`` has the app, the conversation, the message's number, its text and its files; ``said`` is the number of
    the last one that was written, ``refused`` of the last one that was not.
    """

    library = module("console_reply.jsx")
    tag = "Reply"

    line: rx.Var[str]
    said: rx.Var[str]
    refused: rx.Var[str]
    limits: rx.Var[dict]
    words: rx.Var[dict]
    on_say: rx.EventHandler[lambda app, id, number, text, files: [app, id, number, text, files]]


def reply() -> rx.Component:
    state, line = ConsoleReplyState, ConsoleThreadState.line
    return rx.el.footer(
        rx.cond(line.contact != "", _contact()),
        rx.cond(state.notice.key != "", rx.el.p(say(state.notice), class_name="problem", role="alert")),
        rx.cond(
            line.status != "person",
            rx.fragment(
                _button("inbox_take", state.take(False), leads=True), Forget.create(form=HANDING_BACK, place=line.key)
            ),
            rx.cond(
                ~line.mine,
                rx.fragment(
                    rx.el.p(word("inbox_elsewhere"), class_name="note"),
                    _button("inbox_take_over", state.take(True), leads=True),
                ),
                rx.cond(state.leaving == line.key, _handing_back(), rx.fragment(drafted(), canned_list(), _writing())),
            ),
        ),
        class_name="inbox-reply",
    )


def _contact() -> rx.Component:
    contact = ConsoleThreadState.line.contact
    return rx.el.p(
        word("inbox_contact"),
        " ",
        rx.cond(contact.contains("@"), rx.el.a(contact, href=f"mailto:{contact}"), rx.el.span(contact)),
        class_name="note",
    )


def _writing() -> rx.Component:
    line, state = ConsoleThreadState.line, ConsoleReplyState
    return rx.el.form(
        Reply.create(
            line=line.key,
            said=state.said,
            refused=state.refused,
            limits=asdict(OF_AGENTS),
            words=SessionState.words,
            on_say=state.say,
        ),
        rx.el.textarea(
            id="reply",
            rows="2",
            dir="auto",
            aria_label=word("inbox_reply"),
            placeholder=word("inbox_reply"),
            custom_attrs={"data-reply": "true", "data-writes": "true"},
        ),
        rx.el.div(
            tool("attach", "attach_files", {"data-attach": "file"}),
            draft_button(),
            canned_button(),
            _button("inbox_hand_back", state.look_back),
            class_name="tools",
        ),
        rx.el.button(icon("send"), type="submit", class_name="round", aria_label=word("send"), title=word("send")),
        hint("upload", "wait_for_upload"),
        hint("connection", "waits_for_connection"),
        key=line.key,
        class_name="composer",
        custom_attrs={"data-tools": True},
    )


def _handing_back() -> rx.Component:
    state = ConsoleReplyState
    return rx.el.form(
        rx.el.label(word("inbox_told"), html_for="context"),
        rx.el.textarea(id="context", name="context", rows="6", dir="auto", default_value=state.context),
        Kept.create(form=HANDING_BACK, place=state.leaving, of=state.context),
        rx.el.div(
            rx.el.button(
                word("inbox_hand_back"),
                type="submit",
                class_name="primary",
                disabled=state.handing == state.leaving,
            ),
            rx.el.button(
                word("cancel"), type="button", class_name="quiet", on_click=state.rather_not, custom_attrs=FORGETS
            ),
            class_name="actions",
        ),
        on_submit=state.hand_back,
        id=HANDING_BACK,
    )


def _button(name: str, event: rx.event.EventSpec | rx.EventHandler, *, leads: bool = False) -> rx.Component:
    """``leads`` to where one writes to the customer."""
    attrs = {"data-reply": "true"} if leads else {}
    return rx.el.button(word(name), type="button", class_name="quiet", on_click=event, custom_attrs=attrs)
