"""Whether a person has a conversation, as the page is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.ledger import PERSON, Conversation
from app.views import Turn


@dataclass(frozen=True)
class Standing:
    """``with_person`` while a person has it, who goes by the name ``person`` (empty: by none), or ``waiting`` for one.

    ``turns`` are all that the app has no part in, oldest first; ``at`` is when there was last one more.
    """

    with_person: bool = False
    person: str = ""
    waiting: bool = False
    at: float = 0.0
    turns: Sequence[Turn] = ()

    @classmethod
    def of(cls, row: Conversation, turns: Sequence[Turn] = ()) -> "Standing":
        return cls(row.status == PERSON, row.person, row.status == "waiting", row.spoken_at, turns)
