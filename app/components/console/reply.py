"""Below the conversation that is read: taking it, writing to the customer, handing it back."""

import reflex as rx

from app.components.browser import say, word
from app.state.console_reply import ConsoleReplyState
from app.state.console_thread import ConsoleThreadState


def reply() -> rx.Component:
    state, line = ConsoleReplyState, ConsoleThreadState.line
    return rx.el.footer(
        rx.cond(state.notice.key != "", rx.el.p(say(state.notice), class_name="problem", role="alert")),
        rx.cond(
            line.status != "person",
            _button("inbox_take", state.take(False)),
            rx.cond(
                ~line.mine,
                rx.fragment(
                    rx.el.p(word("inbox_elsewhere"), class_name="note"),
                    _button("inbox_take_over", state.take(True)),
                ),
                rx.cond(state.leaving == line.key, _handing_back(), _writing()),
            ),
        ),
        class_name="inbox-reply",
    )


def _writing() -> rx.Component:
    return rx.el.form(
        rx.el.input(type="hidden", name="number", value=ConsoleReplyState.number),
        rx.el.textarea(
            id="reply",
            name="reply",
            rows="3",
            dir="auto",
            aria_label=word("inbox_reply"),
            placeholder=word("inbox_reply"),
            custom_attrs={"data-reply": "true"},
        ),
        rx.el.div(
            rx.el.button(word("send"), type="submit", class_name="primary"),
            _button("inbox_hand_back", ConsoleReplyState.look_back),
            class_name="actions",
        ),
        on_submit=ConsoleReplyState.say,
    )


def _handing_back() -> rx.Component:
    state = ConsoleReplyState
    return rx.el.form(
        rx.el.label(word("inbox_told"), html_for="context"),
        rx.el.textarea(id="context", name="context", rows="6", dir="auto", default_value=state.context),
        rx.el.div(
            rx.el.button(word("inbox_hand_back"), type="submit", class_name="primary"),
            _button("cancel", state.rather_not),
            class_name="actions",
        ),
        on_submit=state.hand_back,
    )


def _button(name: str, event: rx.event.EventSpec | rx.EventHandler) -> rx.Component:
    return rx.el.button(word(name), type="button", class_name="quiet", on_click=event)
