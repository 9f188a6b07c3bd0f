"""The composer: the box, Send, and Stop while an answer is written."""

import reflex as rx

from app.components.browser import Composer, say, word
from app.components.icons import icon
from app.state.session import SessionState
from app.state.thread import ThreadState


def composer() -> rx.Component:
    return rx.el.div(
        rx.cond(ThreadState.notice.key != "", rx.el.p(say(ThreadState.notice), class_name="notice", role="alert")),
        rx.el.form(
            rx.el.textarea(
                id="message",
                name="message",
                rows="1",
                auto_focus=True,
                auto_complete="off",
                enter_key_hint="send",
                aria_label=word("message"),
                placeholder=rx.cond(
                    SessionState.face.placeholder != "", SessionState.face.placeholder, word("placeholder")
                ),
                dir="auto",
            ),
            rx.cond(
                ThreadState.running,
                rx.el.button(
                    icon("stop"),
                    type="button",
                    class_name="round",
                    aria_label=word("stop"),
                    on_click=ThreadState.stop,
                    custom_attrs={"data-refocus": True},
                ),
                rx.el.button(icon("send"), type="submit", class_name="round", aria_label=word("send")),
            ),
            rx.el.p(word("wait_or_stop"), class_name="note hint", role="status"),
            class_name="composer",
        ),
        rx.el.p(
            rx.cond(SessionState.face.disclaimer != "", SessionState.face.disclaimer, word("ai_disclaimer")),
            class_name="note disclaimer",
        ),
        Composer.create(
            place=ThreadState.conversation_id,
            accepted=ThreadState.accepted,
            refused=ThreadState.refused,
            busy=ThreadState.running,
            on_ask=ThreadState.send,
            on_start=ThreadState.start,
        ),
        class_name="bottom",
    )
