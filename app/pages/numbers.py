"""The numbers of the console, for service agents."""

import reflex as rx

from app.components.console.nav import page
from app.components.console.numbers import board
from app.state.console_numbers import ConsoleNumbersState

ON_LOAD = [ConsoleNumbersState.arrive]


def numbers() -> rx.Component:
    return page("numbers", ConsoleNumbersState.missing, board())
