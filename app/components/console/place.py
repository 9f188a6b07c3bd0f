"""Where an agent is in the console, and whether they look."""

import reflex as rx

from app.components.browser import module
from app.state.console_thread import ConsoleThreadState


class Place(rx.Component):
    """Keeps the address and the ``place`` that is open in step; ``moves`` is the number of the last move made."""

    library = module("console_place.js")
    tag = "Place"

    place: rx.Var[str]
    moves: rx.Var[int]
    on_open: rx.EventHandler[rx.event.passthrough_event_spec(str, str, int)]
    on_close: rx.EventHandler[rx.event.passthrough_event_spec(int)]


class Attention(rx.Component):
    """Calls ``on_look`` when nobody has seen the tab for a while, and when somebody does again; and ``on_write`` now
    and then while somebody writes in a box with ``data-writes``."""

    library = module("console_place.js")
    tag = "Attention"

    on_look: rx.EventHandler[rx.event.passthrough_event_spec(bool)]
    on_write: rx.EventHandler[rx.event.no_args_event_spec]


def place() -> rx.Component:
    thread = ConsoleThreadState
    return rx.fragment(
        Place.create(place=thread.line.key, moves=thread.moves, on_open=thread.open, on_close=thread.close),
        Attention.create(on_look=thread.look, on_write=thread.write),
    )
