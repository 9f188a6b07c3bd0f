"""The console: everybody's conversations, for service agents."""

import reflex as rx

from app.components.browser import Preview
from app.components.connection import bare_connection
from app.components.console import (
    alarm,
    beside,
    bringing,
    canned,
    correcting,
    filters,
    keys_button,
    keys_item,
    lines,
    place,
    reading,
)
from app.components.console.nav import top
from app.components.languages import language
from app.components.missing import missing
from app.components.settings import Looks
from app.state.console import ConsoleState
from app.state.console_thread import ConsoleThreadState
from app.state.session import SessionState

ON_LOAD = [ConsoleState.follow, ConsoleThreadState.look(True)]


def console() -> rx.Component:
    return rx.el.div(
        # Its sheet is of this page alone.
        rx.el.link(rel="stylesheet", href="/css/console.css", custom_attrs={"precedence": "default"}),
        bare_connection(),
        rx.cond(ConsoleState.missing, missing(), _inbox()),
        Preview.create(words=SessionState.words),
        Looks.create(),
        language(),
        lang=SessionState.words["code"],
        dir=SessionState.words["direction"],
    )


def _inbox() -> rx.Component:
    return rx.el.div(
        top("inbox", alarm(), keys_button(), items=(keys_item(),)),
        rx.el.main(filters(), lines(), reading(), beside(), class_name="inbox"),
        place(),
        correcting(),
        canned(),
        bringing(),
        class_name="console",
    )
