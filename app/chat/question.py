"""A question on its way, and the number that its sender gave it."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from app.ledger import File
from app.views import Notice

LONGEST = 100_000  # characters of a message
_NUMBERS = UUID("0d3a41f6-7d0a-4c53-9a0c-3a2f4c1f5b1e")


@dataclass(frozen=True)
class Question:
    """What is asked, below which turn (None: not known). ``files_of`` names the turn that the files were sent with,
    where it was another one; ``id`` is the turn's, where it was decided before."""

    text: str
    files: tuple[File, ...] = ()
    parent: str | None = None
    files_of: str | None = None
    id: str | None = None


def id_of(app: str, user: str, number: str) -> str | None:
    """The id of the turn that a user's message of that number becomes: the same number is the same turn.

    What follows a dot in the number tells the attempts to send it apart.
    """
    number = number.partition(".")[0]
    return str(uuid5(_NUMBERS, f"{app}\n{user}\n{number}")) if number else None


def too_long(text: str) -> Notice:
    """Why a message is not sent; nothing where it is short enough."""
    limits = {"length": str(len(text)), "limit": str(LONGEST)}
    return Notice("question_too_long", limits) if len(text) > LONGEST else Notice()
