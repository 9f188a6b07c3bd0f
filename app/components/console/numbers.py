"""The board of numbers: figures, charts, and the same as tables."""

from typing import Any

import reflex as rx
from reflex.vars import VarData

from app.components.browser import module, say, sentence, word
from app.state.console_numbers import ConsoleNumbersState
from app.state.session import SessionState

State = ConsoleNumbersState
BOARD = State.board
HEIGHT = 220  # pixels of a chart

# What a table has of a row: its name, what it is called, and how it is written.
Column = tuple[str, str, str]
DAY: Column = ("key", "numbers_day", "day")
APP: Column = ("name", "inbox_app", "text")
CONVERSATIONS: tuple[Column, ...] = (
    ("conversations", "numbers_conversations", "figure"),
    ("answers", "numbers_answers", "figure"),
    ("users", "numbers_users", "figure"),
)
RESOLVED: tuple[Column, ...] = (
    ("alone", "numbers_alone", "figure"),
    ("together", "numbers_together", "figure"),
    ("escalated", "numbers_escalated", "figure"),
)
RATED: tuple[Column, ...] = (("good", "numbers_good", "figure"), ("bad", "numbers_bad", "figure"))
FIRST: tuple[Column, ...] = (("first", "numbers_half", "seconds"), ("first_slow", "numbers_most", "seconds"))
WHOLE: tuple[Column, ...] = (("whole", "numbers_half", "seconds"), ("whole_slow", "numbers_most", "seconds"))
FAILED: tuple[Column, ...] = (("errors", "numbers_errors", "figure"), ("stopped", "numbers_stopped", "figure"))
TOKENS: tuple[Column, ...] = (("tokens", "numbers_tokens", "figure"),)
COST: tuple[Column, ...] = (("prices", "numbers_cost", "moneys"),)

INK, SOFT, WARN, LINE = "var(--accent)", "var(--ink-soft)", "var(--warn)", "var(--line)"


class Told(rx.Component):
    """Of a row the number of that ``name``, as its ``kind`` is written; ``of`` is what it is a share of."""

    library = module("numbers.jsx")
    tag = "Told"

    row: rx.Var[Any]
    name: rx.Var[str]
    kind: rx.Var[str]
    of: rx.Var[list]


class Figure(rx.Component):
    """A whole number."""

    library = module("figures.js")
    tag = "Figure"

    value: rx.Var[int]


class Table(rx.Component):
    library = module("numbers.jsx")
    tag = "Table"

    rows: rx.Var[list]
    columns: rx.Var[list]
    label: rx.Var[str]


class Beneath(Table):
    """A table that is shown when its ``name`` is pressed."""

    tag = "Beneath"

    name: rx.Var[str]


class Choice(rx.Component):
    """Which app and which days are looked at."""

    library = module("numbers.jsx")
    tag = "Choice"

    apps: rx.Var[list]
    words: rx.Var[dict]
    busy: rx.Var[bool]
    on_look: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str, str)]


def board() -> rx.Component:
    return rx.el.main(
        Choice.create(apps=State.apps, words=SessionState.words, busy=State.busy, on_look=State.look),
        rx.el.div(
            rx.cond(State.notice.key != "", rx.el.p(say(State.notice), class_name="problem")),
            rx.cond(~State.known & (State.notice.key == ""), rx.el.p(word("loading"), class_name="note")),
            role="status",
        ),
        rx.cond(State.known, _shown()),
        class_name="numbers",
    )


def _shown() -> rx.Component:
    return rx.fragment(
        _totals(),
        rx.cond(BOARD.apps.length() > 1, _apps()),
        rx.el.div(
            _chart("numbers_asked", CONVERSATIONS[:2], (SOFT, INK), lines=True, more=CONVERSATIONS[2:]),
            _chart("numbers_resolved", RESOLVED[:2], (INK, WARN), more=RESOLVED[2:]),
            _chart("numbers_rated", RATED, (INK, WARN)),
            _chart("numbers_errors", FAILED, (WARN, SOFT)),
            _chart("numbers_first", FIRST, (INK, SOFT), lines=True),
            _chart("numbers_whole", WHOLE, (INK, SOFT), lines=True),
            rx.cond(BOARD.usage, _chart("numbers_tokens", TOKENS, (INK,))),
            rx.cond(BOARD.costs, _chart("numbers_cost", (("price", "numbers_cost", "money"),), (INK,), table=COST)),
            class_name="charts",
        ),
        rx.el.p(sentence("numbers_about", zone=State.zone), class_name="note"),
    )


def _totals() -> rx.Component:
    return rx.el.dl(
        _total("numbers_conversations", "conversations"),
        _total("numbers_answers", "answers"),
        _total("numbers_users", "users"),
        _total("numbers_alone", "alone", of=["conversations"]),
        _total("numbers_together", "together", of=["conversations"]),
        _total("numbers_good", "good", of=["good", "bad"]),
        _total("numbers_errors", "errors", of=["answers"]),
        _total("numbers_first", "first", "seconds"),
        _total("numbers_whole", "whole", "seconds"),
        rx.cond(BOARD.usage, _total("numbers_tokens", "tokens")),
        rx.cond(BOARD.costs, _total("numbers_cost", "prices", "moneys")),
        class_name="totals",
    )


def _total(label: str, name: str, kind: str = "figure", of: list[str] | None = None) -> rx.Component:
    note = rx.el.dd(Told.create(row=BOARD.total, name=name, kind="share", of=of), class_name="note") if of else None
    half = rx.el.dd(word("numbers_half"), class_name="note") if kind == "seconds" else None
    return rx.el.div(
        rx.el.dt(word(label)),
        rx.el.dd(Told.create(row=BOARD.total, name=name, kind=kind), class_name="total"),
        *(part for part in (note, half) if part),
    )


def _apps() -> rx.Component:
    columns = _columns(APP, *CONVERSATIONS, *RESOLVED, *RATED, *FAILED)
    return Table.create(rows=BOARD.apps, columns=columns, label=word("numbers_by_app"))


def _chart(
    name: str, series: tuple[Column, ...], colours: tuple[str, ...], *, lines: bool = False,
    more: tuple[Column, ...] = (), table: tuple[Column, ...] = (),
) -> rx.Component:  # fmt: skip
    """A chart of days; beneath it the same, and ``more``, as a table, unless that has columns of its own."""
    columns = _columns(DAY, *(table or (*series, *more)))
    return rx.el.figure(
        rx.el.figcaption(word(name)),
        rx.el.div(_drawn(series, colours, lines=lines), class_name="chart", dir="ltr", aria_hidden="true"),
        Beneath.create(rows=BOARD.days, columns=columns, label=word(name), name=word("numbers_table")),
    )


def _drawn(series: tuple[Column, ...], colours: tuple[str, ...], *, lines: bool) -> rx.Component:
    """Days from left to right, in writing from the right from there."""
    backwards = SessionState.words["direction"] == "rtl"
    kind = series[0][2]
    return rx.recharts.composed_chart(
        rx.recharts.cartesian_grid(vertical=False, stroke=LINE),
        rx.recharts.x_axis(
            data_key="key", stroke=SOFT, reversed=backwards, tick_line=False, min_tick_gap=24,
            custom_attrs={"tickFormatter": _of_numbers("dayName")},
        ),
        rx.recharts.y_axis(
            stroke=SOFT, orientation=rx.cond(backwards, "right", "left"), tick_line=False, axis_line=False,
            width=48, allow_decimals=kind != "figure", custom_attrs={"tickFormatter": _of_numbers("short")},
        ),
        rx.recharts.graphing_tooltip(
            is_animation_active=False,
            custom_attrs={"labelFormatter": _of_numbers("dayName"), "formatter": _of_numbers(f"written.{kind}")},
        ),
        rx.recharts.legend(custom_attrs={"itemSorter": rx.Var("null")}),
        *(_series(one, colour, lines) for one, colour in zip(series, colours, strict=True)),
        data=BOARD.days.to(list[dict[str, Any]]),
        height=HEIGHT,
        margin={"top": 8, "right": 8, "left": 8, "bottom": 0},
        custom_attrs={"accessibilityLayer": False},
    )  # fmt: skip


def _series(column: Column, colour: str, lines: bool) -> rx.Component:
    name, label, _ = column
    shared = {"data_key": name, "name": word(label), "is_animation_active": False}
    if lines:
        return rx.recharts.line(**shared, stroke=colour, stroke_width=2, dot=False, custom_attrs={"connectNulls": True})
    return rx.recharts.bar(**shared, fill=colour, stack_id="all", stroke="none")


def _columns(*columns: Column) -> rx.Var:
    return rx.Var.create([{"name": name, "label": word(label), "kind": kind} for name, label, kind in columns])


def _of_numbers(name: str) -> rx.Var:
    imported = name.partition(".")[0]
    return rx.Var(name, _var_data=VarData(imports={module("numbers.jsx"): [rx.ImportVar(tag=imported)]}))
