"""What the app answers to an agent alone: a draft of a reply, and an answer that was asked for again beside the old
one."""

import reflex as rx

from app.components.actions import usage_of
from app.components.browser import Answer, module, say, sentence, word
from app.components.composer import tool
from app.components.console.correcting import correct_with_button
from app.components.icons import icon
from app.state.console_draft import ConsoleDraftState
from app.state.console_thread import ConsoleThreadState
from app.state.session import SessionState
from app.views import Turn


class Insert(rx.Component):
    """A button of that ``name`` that puts ``text`` into the reply, behind what stands there."""

    library = module("replies.jsx")
    tag = "Insert"

    text: rx.Var[str]
    name: rx.Var[str]
    on_done: rx.EventHandler[rx.event.no_args_event_spec]


def draft_button() -> rx.Component:
    state = ConsoleDraftState
    return tool("spark", "draft", {}, on_click=state.draft, disabled=_is_of("") & state.answer.running)


def drafted() -> rx.Component:
    """Above the reply, which stays as it is until the agent takes what is here."""
    return rx.cond(
        _is_of(""),
        _answer(
            "draft_title",
            Insert.create(
                text=ConsoleDraftState.answer.text, name=word("draft_use"), on_done=ConsoleDraftState.discard
            ),
        ),
    )


def again_button(turn: Turn) -> rx.Component:
    name = word("ask_beside")
    event = ConsoleDraftState.ask_again(turn.id)
    return rx.el.button(icon("retry"), type="button", class_name="action", aria_label=name, title=name, on_click=event)


def asked_again(turn: Turn) -> rx.Component:
    return rx.cond(_is_of(turn.id), _answer("asked_beside", correct_with_button()))


def _is_of(turn: str | rx.Var[str]) -> rx.Var[bool]:
    state, line = ConsoleDraftState, ConsoleThreadState.line
    here = rx.Var.create(state.key == line.key) & (state.key != "")
    return here & (state.turn == turn)


def _answer(title: str, *actions: rx.Component) -> rx.Component:
    state, answer = ConsoleDraftState, ConsoleDraftState.answer
    return rx.el.section(
        rx.el.p(rx.el.strong(word(title)), " ", rx.el.span(word("draft_note"), class_name="note")),
        rx.cond(
            answer.text != "",
            rx.el.div(
                Answer.create(text=answer.text, live=False, words=SessionState.words),
                role="group",
                tab_index=0,
                aria_label=word(title),
                class_name="private-text",
            ),
        ),
        rx.el.p(rx.cond(answer.running, word("draft_running"), ""), class_name="note", role="status"),
        rx.cond(answer.notice.key != "", rx.el.p(say(answer.notice), class_name="problem", role="alert")),
        rx.foreach(answer.notes, lambda note: rx.el.p(say(note), class_name="note")),
        rx.cond(
            answer.running,
            rx.el.div(_button("stop", state.stop), class_name="actions"),
            rx.el.div(
                rx.cond(answer.text != "", rx.fragment(*actions)),
                _button("draft_discard", state.discard),
                rx.cond(answer.usage.tokens > 0, usage_of(answer), _seconds(answer.usage.seconds)),
                class_name="actions",
            ),
        ),
        aria_label=word(title),
        class_name="private",
    )


def _seconds(seconds: rx.Var[float]) -> rx.Component:
    return rx.cond(seconds > 0, rx.el.span(sentence("seconds", count=seconds), class_name="note"))


def _button(name: str, event: rx.EventHandler) -> rx.Component:
    return rx.el.button(word(name), type="button", class_name="quiet", on_click=event)
