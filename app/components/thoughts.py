"""How an answer comes about: its tools, its reasoning and its flow's steps, in a list that stays out of the way."""

from typing import Any

import reflex as rx

from app.components.browser import BASE, Answer, Own, Thoughts, label_of, word
from app.components.files import HERE, step_files
from app.components.icons import icon
from app.state.session import SessionState
from app.views import Thought, Turn


def thoughts(turn: Turn, place: str = HERE) -> rx.Component:
    """A step's files are at ``place``, as those of a turn."""
    row = _row(place)
    return Thoughts.create(steps=turn.thoughts, live=turn.status == "running", words=SessionState.words, row=row)


def _row(place: str) -> rx.Var[Any]:
    """A function of the browser that draws one step."""
    step: Any = rx.Var("step").to(Thought)
    drawn: Any = rx.Var.create(_step(step, place))
    return rx.Var(f"((step) => ({drawn!s}))", _var_data=drawn._get_all_var_data())


def _step(step: Thought, place: str) -> rx.Component:
    opens = (step.input != "") | (step.result != "") | (step.text != "") | (step.files.length() > 0)
    return rx.el.li(
        rx.cond(opens, rx.el.details(rx.el.summary(_line(step)), _inside(step, place)), rx.el.div(_line(step))),
        key=step.id,
        class_name="thought",
        style={"--depth": step.depth},
        custom_attrs={"data-state": step.state, "data-kind": step.kind},
    )


def _line(step: Thought) -> rx.Component:
    return rx.fragment(
        _icon(step),
        rx.el.span(label_of(step), class_name="thought-name"),
        rx.el.span(_state(step), class_name="thought-state"),
    )


def _state(step: Thought) -> rx.Component:
    return rx.match(
        step.state,
        ("running", word("state_running")),
        ("waiting", word("state_waiting")),
        ("failed", word("state_failed")),
        ("stopped", word("state_stopped")),
        word("state_done"),
    )


def _icon(step: Thought) -> rx.Component:
    """The tool's emoji on its colour; else a drawing of what kind of step it is."""
    given = SessionState.face.icons[step.title]
    drawn = rx.match(step.kind, ("reasoning", icon("thought")), ("tool", icon("tool")), icon("step"))
    return rx.el.span(
        rx.cond(
            (step.kind == "tool") & given.picture,
            Own.create(kind="img", src=f"{BASE}{given.picture}", alt=""),
            rx.cond((step.kind == "tool") & given.content, given.content, drawn),
        ),
        class_name="tool-icon",
        style={"background": rx.cond(step.kind == "tool", given.background, "")},
        aria_hidden="true",
    )


def _inside(step: Thought, place: str) -> rx.Component:
    return rx.el.div(
        rx.cond(step.text != "", Answer.create(text=step.text, live=False, words=SessionState.words)),
        _block("step_input", step.input),
        _block("step_result", step.result),
        step_files(step, place),
        class_name="thought-inside",
    )


def _block(name: str, text: Any) -> rx.Component:
    return rx.cond(text != "", rx.fragment(rx.el.h4(word(name)), rx.el.pre(text, dir="auto", tab_index=0)))
