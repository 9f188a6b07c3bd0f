"""The turns of a conversation before a question, as a model is told them."""

from dataclasses import dataclass
from typing import Any

from app.embedded.answer import Answer
from app.embedded.storage import Messages
from app.embedded.thoughts import without_thoughts

TURNS = 10
TURN_CHARACTERS = 4_000
"""Of a question, and of an answer: the rest of a longer one is left out."""
CHARACTERS = 16_000


@dataclass(frozen=True)
class Turn:
    query: str
    answer: str


def earlier(messages: Messages, answer: Answer) -> list[Turn]:
    """The last turns before ``answer`` that fit in the bounds, oldest first; those that were not answered are left out.

    What a model thought before it answered is not told again. It reads the database, so it belongs in a thread.
    """
    page, _ = messages.page(answer.conversation_id, answer.message_id, TURNS) or ([], False)
    turns: list[Turn] = []
    left = CHARACTERS
    for message in reversed(page):
        turn = Turn(_cut(message.query), _cut(without_thoughts(message.answer)))
        left -= len(turn.query) + len(turn.answer)
        if left < 0:
            break
        if turn.answer:
            turns.insert(0, turn)
    return turns


def as_messages(turns: list[Turn]) -> list[dict[str, Any]]:
    """In the shape of Chat Completions."""
    return [
        {"role": role, "content": content}
        for turn in turns
        for role, content in (("user", turn.query), ("assistant", turn.answer))
    ]


def _cut(text: str) -> str:
    return text if len(text) <= TURN_CHARACTERS else f"{text[:TURN_CHARACTERS]} …"
