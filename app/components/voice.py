"""Speech: dictation in the composer, and answers read aloud."""

from typing import Any

import reflex as rx

from app.components.browser import BASE, module
from app.components.icons import icon
from app.state.session import SessionState
from app.state.thread import ThreadState
from app.views import Turn


class Dictate(rx.Component):
    """Recording, begun by the button with ``data-dictate``; what was said lands in the box ``message``."""

    library = module("dictate.jsx")
    tag = "Dictate"

    words: rx.Var[dict]


class ReadAloud(rx.Component):
    """Reads a turn's answer aloud from ``source``, once it is ``whole``; its children are the icons of both states."""

    library = module("voice.jsx")
    tag = "ReadAloud"

    turn: rx.Var[str]
    source: rx.Var[str]
    whole: rx.Var[bool]
    words: rx.Var[dict]


class AutoSpeak(rx.Component):
    """Plays the sound of a new answer by itself: ``aloud`` is this document's visit and the turn."""

    library = module("voice.jsx")
    tag = "AutoSpeak"

    aloud: rx.Var[str]


def read_aloud(turn: Turn) -> rx.Component:
    """The button of an answer, where the app reads aloud; while the answer is read, it stops that.

    It may stand in several places in turn: one voice and one state belong to the turn.
    """
    source: Any = f"{BASE}/speech/{turn.id}?conversation={ThreadState.conversation_id}"
    return rx.cond(
        SessionState.face.speaks,
        ReadAloud.create(
            icon("speaker"),
            icon("stop"),
            turn=turn.id,
            source=source,
            whole=(turn.status != "running") & (turn.answer != ""),
            words=SessionState.words,
        ),
    )
