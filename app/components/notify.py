"""Being told of an answer that arrived while nobody looked at the page."""

import reflex as rx

from app.components.browser import module
from app.components.keeping import lines
from app.state.session import SessionState
from app.state.thread import ThreadState


class Notify(rx.Component):
    """Tells of every answer that ends while the tab is hidden; once on a page."""

    library = module("notify.jsx")
    tag = "Notify"

    rows: rx.Var[list]
    changed: rx.Var[dict]
    place: rx.Var[str]
    running: rx.Var[bool]
    heard: rx.Var[list]
    loading: rx.Var[bool]
    app: rx.Var[str]
    words: rx.Var[dict]


class NotifySwitch(rx.Component):
    """The switch for notifications, with the browser's own say in it."""

    library = module("notify.jsx")
    tag = "NotifySwitch"

    words: rx.Var[dict]


def notify() -> rx.Component:
    return Notify.create(
        **lines(),
        place=ThreadState.conversation_id,
        running=ThreadState.running,
        heard=ThreadState.heard,
        loading=ThreadState.loading,
        app=SessionState.face.name,
        words=SessionState.words,
    )


def notify_switch() -> rx.Component:
    return NotifySwitch.create(words=SessionState.words)
