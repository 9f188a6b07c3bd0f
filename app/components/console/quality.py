"""How good answers are: bad ratings to be looked at, sources of theirs, errors, and answers without a source."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from app.components.browser import Moment, say, sentence, word
from app.components.console.numbers import Figure
from app.components.files import OUTSIDE
from app.state.console_quality import DAYS, ConsoleQualityState
from app.views import QualityCount, QualityTurn

State = ConsoleQualityState
BOARD = State.board


def quality() -> rx.Component:
    return rx.el.main(
        _choice(),
        rx.el.div(
            rx.cond(State.notice.key != "", rx.el.p(_of_app(), say(State.notice), class_name="problem")),
            rx.cond(~State.known & (State.notice.key == ""), rx.el.p(word("loading"), class_name="note")),
            role="status",
        ),
        rx.cond(State.known, _shown()),
        class_name="numbers quality",
    )


def _of_app() -> rx.Component:
    """Of which app a notice tells, where there are several."""
    return rx.cond(State.notice_app != "", rx.fragment(rx.el.span(State.notice_app, dir="auto"), " · "))


def _choice() -> rx.Component:
    return rx.el.div(
        rx.cond(
            State.apps.length() > 1,
            _select(
                "app",
                "inbox_app",
                rx.el.option(word("numbers_all_apps"), value=""),
                rx.foreach(State.apps, lambda it: rx.el.option(it.name, value=it.value)),
            ),
        ),
        _select("days", "quality_days", *(rx.el.option(_last(days), value=days) for days in DAYS)),
        _select(
            "done",
            "quality_bad",
            rx.el.option(word("quality_to_do"), value=""),
            rx.el.option(word("quality_done"), value="done"),
        ),
        class_name="numbers-choice",
    )


def _last(days: str) -> rx.Var[str]:
    return sentence("numbers_last_days", count=days)


def _select(name: str, label: str, *options: Any) -> rx.Component:
    return rx.el.label(
        rx.el.span(word(label)),
        rx.el.select(*options, value=State.chosen[name], on_change=lambda value: State.narrow(name, value)),
    )


def _shown() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            _section(
                "quality_bad",
                _turns("bad", "quality_none_bad", _turn_rated),
                rx.cond(
                    (BOARD.elsewhere.turns.length() > 0) | BOARD.elsewhere.newer,
                    rx.fragment(
                        rx.el.h3(word("quality_elsewhere")), _turns("elsewhere", "quality_none_bad", _elsewhere)
                    ),
                ),
            ),
            rx.el.div(
                _section("quality_documents", _counts(BOARD.documents, "quality_no_documents")),
                _section("quality_errors", _codes(), _turns("failed", "quality_no_errors", _turn)),
                rx.cond(BOARD.cites, _section("quality_uncited", _turns("uncited", "quality_no_uncited", _turn))),
                class_name="quality-beside",
            ),
            class_name="quality-parts",
        ),
    )


def _section(name: str, *children: Any) -> rx.Component:
    id = name.replace("_", "-")
    return rx.el.section(rx.el.h2(word(name), id=id), *children, aria_labelledby=id)


def _turns(kind: str, nothing: str, shown: Callable[[QualityTurn], rx.Component]) -> rx.Component:
    page = getattr(BOARD, kind)
    return rx.fragment(
        rx.cond(
            page.turns.length() > 0,
            rx.el.ul(rx.foreach(page.turns, shown), class_name="quality-turns"),
            rx.el.p(word(nothing), class_name="note"),
        ),
        rx.cond(
            page.newer | page.older,
            rx.el.div(
                rx.cond(page.newer, _to(kind, "quality_newer", older=False)),
                rx.cond(page.older, _to(kind, "quality_older", older=True)),
                class_name="quality-pages",
            ),
        ),
    )


def _to(kind: str, text: str, *, older: bool) -> rx.Component:
    return rx.el.button(word(text), type="button", class_name="quiet", on_click=State.turn(kind, older))


def _turn_rated(turn: QualityTurn) -> rx.Component:
    return _turn(turn, _mark)


def _elsewhere(turn: QualityTurn) -> rx.Component:
    """What was asked and answered is the app's alone, until it is brought in."""
    reason = rx.cond(turn.reason != "", turn.reason, word("quality_no_reason"))
    return rx.el.li(
        rx.el.p(reason, dir="auto", class_name="quality-reason"),
        _marks(turn, _bring, _mark),
        key=turn.key,
    )


def _bring(turn: QualityTurn) -> rx.Component:
    return rx.el.button(
        rx.cond(State.bringing == turn.rated, word("loading"), word("quality_bring")),
        type="button",
        class_name="quiet",
        disabled=State.bringing != "",
        on_click=State.bring(turn.app, turn.rated),
    )


def _turn(turn: QualityTurn, *more: Any) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.cond(turn.question != "", turn.question, word("new_chat")),
            href=f"/console?c={turn.app}/{turn.id}",
            dir="auto",
            class_name="quality-question",
            custom_attrs=OUTSIDE,
        ),
        rx.cond(turn.answer != "", rx.el.p(turn.answer, dir="auto", class_name="quality-answer")),
        rx.cond(turn.reason != "", rx.el.p(turn.reason, dir="auto", class_name="quality-reason")),
        _marks(turn, *more),
        key=turn.key,
    )


def _marks(turn: QualityTurn, *more: Any) -> rx.Component:
    return rx.el.p(
        rx.cond(turn.app_name != "", rx.el.span(turn.app_name, dir="auto")),
        Moment.create(at=turn.at),
        *(part(turn) for part in more),
        class_name="quality-marks",
    )


def _mark(turn: QualityTurn) -> rx.Component:
    return rx.el.button(
        rx.cond(turn.done, word("quality_mark_undone"), word("quality_mark_done")),
        type="button",
        class_name="quiet",
        on_click=State.mark(turn.app, turn.id, turn.rated, ~turn.done),
    )


def _codes() -> rx.Component:
    """Each code shows its own errors when it is pressed, and all of them when it is pressed again."""
    return rx.el.ul(rx.foreach(BOARD.errors, _code), class_name="quality-codes")


def _code(error: QualityCount) -> rx.Component:
    pressed = State.chosen["code"] == error.name
    return rx.el.li(
        rx.el.button(
            rx.cond(error.app_name != "", rx.el.span(error.app_name, dir="auto")),
            rx.el.code(error.name),
            Figure.create(value=error.count),
            type="button",
            class_name="quiet",
            aria_pressed=rx.cond(pressed, "true", "false"),
            on_click=State.narrow("code", rx.cond(pressed, "", error.name)),
        ),
        key=error.key,
    )


def _counts(counts: rx.Var, nothing: str) -> rx.Component:
    table = rx.el.table(
        rx.el.thead(
            rx.el.tr(rx.el.th(word("quality_document"), scope="col"), rx.el.th(word("quality_count"), scope="col"))
        ),
        rx.el.tbody(rx.foreach(counts, _counted)),
    )
    return rx.cond(
        counts.length() > 0,
        rx.el.div(table, class_name="numbers-table"),
        rx.el.p(word(nothing), class_name="note"),
    )


def _counted(count: QualityCount) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            count.name,
            rx.cond(count.app_name != "", rx.el.span(count.app_name, dir="auto", class_name="note")),
            dir="auto",
            scope="row",
        ),
        rx.el.td(Figure.create(value=count.count)),
        key=count.key,
    )
