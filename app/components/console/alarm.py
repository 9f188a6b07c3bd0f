"""Customers who wait: for how long, and how an agent is told of those for whom it is too long."""

import reflex as rx

from app.components.browser import module
from app.components.icons import icon
from app.state.console import ConsoleState
from app.state.session import SessionState
from app.views import InboxLine


class Waits(rx.Component):
    """For how long somebody has waited ``since`` then, marked where it is too ``late``."""

    library = module("alarm.jsx")
    tag = "Waits"

    since: rx.Var[float]
    late: rx.Var[float]
    words: rx.Var[dict]


class Alarm(rx.Component):
    """Tells of those of the ``waiting`` who wait too long, and is the switch for it; once on a page."""

    library = module("alarm.jsx")
    tag = "Alarm"

    waiting: rx.Var[list]
    words: rx.Var[dict]


def waits(line: InboxLine) -> rx.Component:
    return Waits.create(since=line.since, late=line.late, words=SessionState.words)


def alarm() -> rx.Component:
    return Alarm.create(icon("bell"), waiting=ConsoleState.waiting, words=SessionState.words)
