"""What the page says while its server cannot be reached; the socket tries again by itself."""

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from app.components.browser import VISIT, module
from app.state.conversations import ConversationsState
from app.state.frame import FrameState
from app.state.session import SessionState
from app.state.thread import ThreadState


class Connection(rx.Component):
    """Says that this browser is offline, that the server cannot be reached, that it can again, or has a newer page.

    ``lost``: the last try to open the socket failed; ``resting``: it is open, and the server cannot hear what comes;
    ``visit`` is the document that the state knows of. Once its person has ``left`` it leads to the sign-in page.
    """

    library = module("connection.jsx")
    tag = "Connection"

    lost: rx.Var[bool]
    resting: rx.Var[bool]
    visit: rx.Var[str]
    left: rx.Var[bool]
    words: rx.Var[dict]


class Heal(rx.Component):
    """Calls ``on_try`` now and then while something ``ails``, for somebody who looks at the page."""

    library = module("connection.jsx")
    tag = "Heal"

    ails: rx.Var[bool]
    on_try: rx.EventHandler[rx.event.no_args_event_spec]


def bare_connection() -> rx.Component:
    """The connection to this server, of a page that is no app's."""
    return Connection.create(
        lost=has_connection_errors,
        resting=SessionState.resting,
        visit=VISIT,
        left=SessionState.left,
        words=SessionState.words,
    )


def connection() -> rx.Component:
    """The connection to this server, and what heals once the app behind it is back."""
    away = (SessionState.notice.key != "") & (SessionState.notice.key != "no_identity")
    return rx.fragment(
        Connection.create(
            lost=has_connection_errors,
            resting=SessionState.resting,
            # In another site's page nothing is heard until it is known who is there.
            visit=rx.cond(FrameState.asked != "", "", ThreadState.visit),
            left=SessionState.left,
            words=SessionState.words,
        ),
        Heal.create(
            ails=away | ThreadState.unread | ConversationsState.stale,
            on_try=[SessionState.enter, ConversationsState.refresh, ThreadState.read_again],
        ),
    )
