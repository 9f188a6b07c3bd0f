"""A conversation, or a part of it, on its way to the app within a question. Pure.

The API has no place for what a person and a customer said to each other but the next question itself, which the app
keeps as it was sent: so it stands between two lines by which it is told apart again. In front of the customer's own
words, it is never shown as theirs. What an agent asks beside a conversation is shown nowhere, and has lines of its own.
"""

from collections.abc import Iterable, Sequence

from app.views import Attachment, Turn

LONGEST = 8_000  # characters of what is proposed to the agent, and of a conversation so far
_BEGIN = "[The support team had the conversation for a while. This is what was said meanwhile:]"
_END = "[The support team has handed the conversation back. This is the customer's next message:]"
_SO_FAR = "[This is the conversation so far:]"
_NOW = "[This is the customer's next message, which is to be answered:]"


def asked_after(turns: Sequence[Turn], question: str) -> str:
    """What the app is sent where it is asked for an answer to ``question`` that follows ``turns``."""
    context = recounted(turns)
    return f"{_SO_FAR}\n{context}\n{_NOW}\n\n{question}" if context else question


def last_words(turns: list[Turn]) -> tuple[list[Turn], list[Turn]]:
    """The turns of the customer's last words, all that they wrote one after the other to a person; before them those
    that came before."""
    end = max((at for at, turn in enumerate(turns) if turn.question or turn.sent), default=-1) + 1
    begin = max(end - 1, 0)
    while begin and turns[begin].kind == "customer" and turns[begin - 1].kind == "customer":
        begin -= 1
    return turns[:begin], turns[begin:end]


def words_of(turns: Iterable[Turn]) -> str:
    """What the customer wrote in these; of files without a word their names."""
    return "\n".join(turn.question or _names(turn.sent) for turn in turns if turn.question or turn.sent)


def recounted(turns: Iterable[Turn]) -> str:
    """What was said in these, one line a message; of very much of it the end."""
    lines: list[str] = []
    room = LONGEST
    for line in reversed([line for turn in turns for line in _lines(turn)]):
        if len(line) + 1 > room:
            lines.append("…")
            break
        lines.append(line)
        room -= len(line) + 1
    return "\n".join(reversed(lines))


def _lines(turn: Turn) -> list[str]:
    asked, answered = _line("Customer", turn.question, turn.sent), _line("Assistant", turn.answer, turn.files)
    match turn.kind:
        case "customer":
            return asked
        case "person":
            return _line("Agent", turn.answer, turn.files)
        case "":
            return asked + answered
    return []


def _line(who: str, text: str, files: Iterable[Attachment]) -> list[str]:
    said = " ".join(filter(None, (text, _names(files))))
    return [f"{who}: {said[: LONGEST // 2]}"] if said else []


def _names(files: Iterable[Attachment]) -> str:
    names = ", ".join(file.name for file in files)
    return f"({names})" if names else ""


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
