"""What a browser can call, as it is registered."""

from collections.abc import Iterator

import reflex as rx

from app.app import app

assert app is not None  # Its pages were imported, and so were their states.
FROM_REFLEX = set(rx.State.event_handlers)  # each state has them


def states(kind: type[rx.State] = rx.State) -> Iterator[type[rx.State]]:
    for child in kind.get_substates():
        yield child
        yield from states(child)


def handlers() -> set[str]:
    return {f"{state.__name__}.{name}" for state in states() for name in set(state.event_handlers) - FROM_REFLEX}
