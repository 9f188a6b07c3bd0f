"""What an app is to the server: how it presents itself, and how it answers."""

from dataclasses import dataclass
from typing import Any, Protocol

from app.embedded.answer import Answer
from app.embedded.profile import Profile


@dataclass(frozen=True)
class Question:
    """A question with what its conversation settled. ``inputs`` are complete: the form's defaults are in."""

    text: str
    inputs: dict[str, Any]
    first: bool
    pictures: int


class App(Protocol):
    @property
    def profile(self) -> Profile: ...

    async def reply(self, question: Question, answer: Answer) -> None:
        """Writes the answer; its end (``message_end`` or ``error``) is the server's, and is written when it is stored.

        :class:`app.embedded.answer.Stopped`, which ``answer`` raises, may pass. Any other exception makes the answer
        a failed one.
        """
