"""What the page says while its server cannot be reached; the socket tries again by itself."""

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from app.components.browser import module
from app.state.session import SessionState
from app.state.thread import ThreadState


class Connection(rx.Component):
    """Says that this browser is offline, that the server cannot be reached, that it can again, or has a newer page.

    ``lost``: the last try to open the socket failed; ``visit`` is the document that the state knows of.
    """

    library = module("connection.jsx")
    tag = "Connection"

    lost: rx.Var[bool]
    visit: rx.Var[str]
    words: rx.Var[dict]


def connection() -> rx.Component:
    return Connection.create(lost=has_connection_errors, visit=ThreadState.visit, words=SessionState.words)
