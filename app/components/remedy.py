"""What can be done about an error, beside its sentence."""

from typing import Any

import reflex as rx

from app.components.browser import module
from app.state.session import SessionState


class Remedy(rx.Component):
    """The buttons of a turn's notice; ``at`` is when its question was asked, in seconds of the Unix epoch."""

    library = module("remedy.jsx")
    tag = "Remedy"

    turn: rx.Var[str]
    notice: rx.Var[Any]
    at: rx.Var[int | float]
    words: rx.Var[dict]
    disabled: rx.Var[bool]
    on_retry: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_stop: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class _CopyReference(rx.Component):
    library = module("remedy.jsx")
    tag = "CopyReference"

    reference: rx.Var[str]
    words: rx.Var[dict]


def copy_reference(notice: Any) -> rx.Component:
    """A button that copies a notice's reference, where it has one."""
    return copies(notice.reference)


def copies(reference: Any) -> rx.Component:
    """A button that copies what something is found by."""
    return _CopyReference.create(reference=reference, words=SessionState.words)
