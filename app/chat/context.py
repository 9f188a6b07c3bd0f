"""What a person and a customer said to each other, on its way to the app with the next question. Pure.

The API has no place for it but the question itself, which the app keeps as it was sent: so it stands between two lines
by which it is told apart again. In front of the customer's own words, it is never shown as theirs.
"""

from collections.abc import Sequence

from app.views import Turn

LONGEST = 8_000  # characters of what is proposed to the agent
_BEGIN = "[A person of the support team answered for a while. This is what was said meanwhile:]"
_END = "[The support team has handed the conversation back. This is the customer's next message:]"


def composed(turns: Sequence[Turn]) -> str:
    """What was said since the last time that the app had the conversation, one line a message; of very much of it the
    end. The agent sees it before it is sent."""
    last = max((at for at, turn in enumerate(turns) if turn.kind == "left"), default=-1)
    lines: list[str] = []
    room = LONGEST
    for turn in reversed([turn for turn in turns[last + 1 :] if turn.kind in ("customer", "person")]):
        line = _line(turn)
        if len(line) + 1 > room:
            lines.append("…")
            break
        lines.append(line)
        room -= len(line) + 1
    return "\n".join(reversed(lines))


def _line(turn: Turn) -> str:
    who = "Agent" if turn.kind == "person" else "Customer"
    names = ", ".join(file.name for file in (*turn.sent, *turn.files))
    text = " ".join(filter(None, (turn.answer or turn.question, f"({names})" if names else "")))
    return f"{who}: {text[: LONGEST // 2]}"


def with_context(context: str, question: str) -> str:
    """What the app is sent."""
    if not (context := context.replace(_END, "").strip()):
        return question
    return f"{_BEGIN}\n{context}\n{_END}\n\n{question}"


def own_words(query: str) -> str:
    """The customer's own of what the app was sent."""
    if not query.startswith(_BEGIN):
        return query
    _, end, words = query.partition(f"\n{_END}\n\n")
    return words if end else query
