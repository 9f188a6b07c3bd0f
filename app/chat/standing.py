"""Whether a person has a conversation, as the page is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.views import Notice, Turn


@dataclass(frozen=True)
class Standing:
    """``with_person`` while a person has it, who goes by the name ``person`` (empty: by none), or ``waiting`` for one.

    What is written is for a person, and not for the app, where ``to_person``.
    Where nobody is there for who waits, ``away`` says so, and ``contact`` is where they can be reached, if they said.
    ``turns`` are all that the app has no part in, oldest first; ``at`` is when there was last one more.
    """

    with_person: bool = False
    person: str = ""
    waiting: bool = False
    to_person: bool = False
    away: Notice = Notice()
    contact: str = ""
    at: float = 0.0
    turns: Sequence[Turn] = ()
