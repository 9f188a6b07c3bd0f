"""The numbers of the console, for service agents."""

import reflex as rx

from app.components.connection import bare_connection
from app.components.console.nav import top
from app.components.console.numbers import board
from app.components.languages import language
from app.components.missing import missing
from app.components.settings import Looks
from app.state.console_numbers import ConsoleNumbersState
from app.state.session import SessionState

ON_LOAD = [ConsoleNumbersState.arrive]


def numbers() -> rx.Component:
    return rx.el.div(
        # Its sheet is of this page alone.
        rx.el.link(rel="stylesheet", href="/css/numbers.css", custom_attrs={"precedence": "default"}),
        bare_connection(),
        rx.cond(ConsoleNumbersState.missing, missing(), rx.fragment(top("numbers"), board())),
        Looks.create(),
        language(),
        lang=SessionState.words["code"],
        dir=SessionState.words["direction"],
    )
