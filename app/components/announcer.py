"""What a screen reader is told of a running answer, at the pace of speech."""

import reflex as rx

from app.components.browser import module
from app.state.session import SessionState
from app.state.thread import ThreadState


class Announcer(rx.Component):
    """The one region that speaks by itself, for the answers of the conversation ``place``."""

    library = module("announcer.jsx")
    tag = "Announcer"

    running: rx.Var[bool]
    heard: rx.Var[list]
    place: rx.Var[str]
    words: rx.Var[dict]


def announcer() -> rx.Component:
    return Announcer.create(
        running=ThreadState.running,
        heard=ThreadState.heard,
        place=ThreadState.conversation_id,
        words=SessionState.words,
    )
