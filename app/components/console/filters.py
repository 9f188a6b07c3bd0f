"""What the list is filtered by, with how many there are of each, and views that were kept."""

from typing import Any

import reflex as rx

from app.components.browser import say, sentence, word
from app.components.console.bringing import bring_button
from app.components.icons import icon
from app.ledger.inbox import LONGEST
from app.state.console import ConsoleState
from app.views import InboxView

STATUSES = (
    ("open", "inbox_open"),
    ("waiting", "inbox_waiting"),
    ("person", "inbox_person"),
    ("resolved", "inbox_resolved"),
)
RATINGS = (("dislike", "inbox_bad"), ("like", "inbox_good"))
PEOPLE = (("me", "inbox_me", "mine"), ("nobody", "inbox_nobody", "nobodys"))
PERIODS = (("day", "inbox_day"), ("week", "inbox_week"), ("month", "inbox_month"))


def filters() -> rx.Component:
    return rx.el.details(
        rx.el.summary(word("inbox_filters")),
        rx.el.div(
            _shortcuts(),
            rx.cond(ConsoleState.apps.length() > 1, _choice("app", "inbox_app", _named(ConsoleState.apps))),
            _choice("status", "inbox_status", _options(STATUSES)),
            _choice("assignee", "inbox_assignee", _people()),
            rx.cond(
                ConsoleState.labels.length() > 0,
                _choice(
                    "label", "inbox_label", [rx.foreach(ConsoleState.labels, lambda it: rx.el.option(it, value=it))]
                ),
            ),
            _choice("rating", "inbox_rating", _options(RATINGS)),
            _choice("since", "inbox_since", _options(PERIODS)),
            _choice("order", "inbox_order", _options((("oldest", "inbox_oldest"),)), "inbox_newest"),
            rx.el.button(word("inbox_everything"), type="button", class_name="quiet", on_click=ConsoleState.widen),
            _views(),
            bring_button(),
            class_name="filters",
        ),
        open=True,
        custom_attrs={"data-filters": "true"},
    )


def _counts_of(name: str) -> rx.Var[int]:
    return ConsoleState.counts[name].to(int)


def _shortcuts() -> rx.Component:
    return rx.el.div(
        *(_shortcut("status", value, text, value) for value, text in STATUSES),
        _shortcut("unread", "yes", "inbox_unread", "unread"),
        _shortcut("mentioned", "yes", "inbox_mentioned", "mentioned"),
        _shortcut("failed", "yes", "inbox_failed", "failed"),
        _shortcut("rating", "dislike", "inbox_bad", "disliked"),
        class_name="counted",
    )


def _shortcut(name: str, value: str, text: str, count: str) -> rx.Component:
    """A filter that one press sets and another takes back."""
    pressed = ConsoleState.chosen[name] == value
    return rx.el.button(
        rx.el.span(word(text)),
        rx.el.span(_counts_of(count), class_name="count"),
        type="button",
        aria_pressed=rx.cond(pressed, "true", "false"),
        on_click=ConsoleState.narrow(name, rx.cond(pressed, "", value)),
    )


def _choice(name: str, label: str, options: list[Any], default: str = "inbox_any") -> rx.Component:
    return rx.el.label(
        rx.el.span(word(label)),
        rx.el.select(
            rx.el.option(word(default), value=""),
            *options,
            value=ConsoleState.chosen[name],
            on_change=lambda value: ConsoleState.narrow(name, value),
        ),
    )


def _options(choices: tuple[tuple[str, str], ...]) -> list[rx.Component]:
    return [rx.el.option(word(text), value=value) for value, text in choices]


def _people() -> list[Any]:
    """Each with how many conversations are assigned to them."""
    known = [rx.el.option(word(text), f" ({_counts_of(count)})", value=value) for value, text, count in PEOPLE]
    return [*known, rx.foreach(ConsoleState.agents, lambda it: rx.el.option(f"{it.name} ({it.count})", value=it.value))]


def _named(choices: rx.Var) -> list[Any]:
    return [rx.foreach(choices, lambda it: rx.el.option(it.name, value=it.value))]


def _views() -> rx.Component:
    return rx.el.section(
        rx.el.h2(word("inbox_views"), id="inbox-views"),
        rx.el.ul(rx.foreach(ConsoleState.views, _view)),
        rx.el.form(
            rx.el.input(
                key=ConsoleState.named,  # A new one once it was kept: until then its name stays.
                name="name",
                max_length=LONGEST,
                required=True,
                placeholder=word("inbox_view_name"),
                aria_label=word("inbox_view_name"),
            ),
            rx.el.button(word("inbox_keep"), type="submit", class_name="quiet"),
            on_submit=ConsoleState.keep_view,
        ),
        rx.el.div(
            rx.cond(ConsoleState.unkept.key != "", rx.el.p(say(ConsoleState.unkept), class_name="problem")),
            role="status",
        ),
        aria_labelledby="inbox-views",
        class_name="kept-views",
    )


def _view(view: InboxView) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            view.name, type="button", dir="auto", class_name="kept-view", on_click=ConsoleState.choose_view(view.id)
        ),
        rx.el.button(
            icon("close"),
            type="button",
            class_name="icon-button",
            aria_label=sentence("inbox_drop", name=view.name),
            on_click=ConsoleState.drop_view(view.id),
        ),
        key=view.id,
    )
