"""What stands around the chat within another site's page."""

import reflex as rx

from app.components.browser import module
from app.state.frame import FrameState
from app.state.session import SessionState
from app.state.thread import ThreadState


class Frame(rx.Component):
    """Shows its children once it is settled ``who`` is there, and speaks with the page around; once on a page."""

    library = module("frame.jsx")
    tag = "Frame"

    asked: rx.Var[str]
    who: rx.Var[str]
    word: rx.Var[str]
    refusal: rx.Var[str]
    refused: rx.Var[float]
    ready: rx.Var[bool]
    place: rx.Var[str]
    running: rx.Var[bool]
    heard: rx.Var[list]
    on_arrive: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str)]
    on_speak: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def frame(*children: rx.Component) -> rx.Component:
    return Frame.create(
        *children,
        asked=FrameState.asked,
        who=FrameState.who,
        word=FrameState.word,
        refusal=FrameState.refusal,
        refused=FrameState.refused,
        ready=SessionState.ready,
        place=ThreadState.conversation_id,
        running=ThreadState.running,
        heard=ThreadState.heard,
        on_arrive=FrameState.arrive,
        on_speak=SessionState.speak_language,
    )
