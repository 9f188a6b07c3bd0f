"""A model's reasoning, where it comes inside the answer as a ``<think>`` or ``<details>`` block.

``feed`` takes the answer piece by piece, cut anywhere, and says of each part whether it is answer or thought. Pure.
A tag within code is text: in a fence, or right after a backtick.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

_OPEN = re.compile(r"<(think|details)(?:\s[^<>]{0,300})?>", re.IGNORECASE)
_MAY_OPEN = re.compile(
    r"<(?:t(?:h(?:i(?:nk?)?)?)?|d(?:e(?:t(?:a(?:i(?:ls?)?)?)?)?)?)?$|<details\s[^<>]{0,300}$", re.IGNORECASE
)
_SUMMARY = re.compile(r"\s*<summary[^>]*>(.*?)</summary>", re.IGNORECASE | re.DOTALL)
_CLOSE = {name: re.compile(f"</{name}>", re.IGNORECASE) for name in ("think", "details")}
_FENCE = re.compile(r" {0,3}(`{3,}(?!.*`)|~{3,})")
_LINE = 12  # characters of a line's beginning that tell a fence
_MOST_BLOCKS = 50  # of one answer; further tags are text
_LONGEST_TAG = 400  # characters that are held back at most while they may be a tag


@dataclass(frozen=True)
class Part:
    """``open`` begins a thought (``text`` is its title), ``close`` ends it; ``thought`` and ``answer`` are text."""

    kind: Literal["answer", "open", "thought", "close"]
    text: str = ""


@dataclass(frozen=True)
class Reader:
    """Where in an answer the reading stands. ``held`` may be the beginning of a tag, so it waits."""

    inside: str = ""
    opening: str = ""
    held: str = ""
    line: str = ""
    last: str = ""  # the last character, where a tag after it is text
    fence: str = ""
    answered: bool = False
    blocks: int = 0

    @property
    def plain(self) -> bool:
        return not (self.inside or self.held or self.fence)


def feed(reader: Reader, piece: str) -> tuple[Reader, list[Part]]:
    """The reader after ``piece``, and what the piece brought."""
    if piece and reader.plain and len(reader.line) == _LINE and reader.answered and not _special(piece):
        last = _last(piece)
        return replace(reader, last=last) if reader.last != last else reader, [Part("answer", piece)]
    parts: list[Part] = []
    text, reader = reader.held + piece, replace(reader, held="")
    while text:
        reader, text, found = _inside(reader, text) if reader.inside else _outside(reader, text)
        parts += found
        if reader.held:
            break
    return reader, parts


def finish(reader: Reader) -> list[Part]:
    """What was held back until the answer's end."""
    kind: Literal["thought", "answer"] = "thought" if reader.inside else "answer"
    return [Part(kind, reader.held)] if reader.held else []


def after(text: str) -> Reader:
    """The reader below ``text``, all of which is answer."""
    return _read(Reader(), text)


def _special(piece: str) -> bool:
    return "<" in piece or "\n" in piece


def _outside(reader: Reader, text: str) -> tuple[Reader, str, list[Part]]:
    """All of ``text``, or what stands before a tag. What follows a first thought begins with its first word."""
    at = 0
    if reader.opening and not reader.answered:
        text = text.lstrip()
    for tag in _OPEN.finditer(text):
        reader, at = _read(reader, text[at : tag.start()]), tag.start()
        if reader.blocks < _MOST_BLOCKS and not reader.fence and not reader.last:
            return _opened(reader, text, tag)
    wait = None if _read(reader, text[at:]).fence else _MAY_OPEN.search(text, max(at, len(text) - _LONGEST_TAG))
    end = wait.start() if wait else len(text)
    return replace(_read(reader, text[at:end]), held=text[end:]), "", _answer(text[:end])


def _opened(reader: Reader, text: str, tag: re.Match[str]) -> tuple[Reader, str, list[Part]]:
    before, name, title, end = text[: tag.start()], tag[1].lower(), "", tag.end()
    if name == "details":
        head = text[end : end + _LONGEST_TAG]
        summary = _SUMMARY.match(head)
        if summary:
            title, end = summary[1].strip(), end + summary.end()
        elif len(head) < _LONGEST_TAG and (not head.strip() or "<summary".startswith(head.strip()[:8].lower())):
            return replace(reader, held=text[tag.start() :]), "", _answer(before)
    reader = replace(reader, inside=name, opening=text[tag.start() : end], blocks=reader.blocks + 1)
    return reader, text[end:], [*_answer(before), Part("open", title)]


def _inside(reader: Reader, text: str) -> tuple[Reader, str, list[Part]]:
    close = _CLOSE[reader.inside]
    if tag := close.search(text):
        reader = replace(reader, inside="", line="", last="")
        return reader, text[tag.end() :], [*_thought(text[: tag.start()]), Part("close")]
    end = f"</{reader.inside}>"
    keep = next((n for n in range(min(len(end) - 1, len(text)), 0, -1) if end.startswith(text[-n:].lower())), 0)
    said = text[: len(text) - keep]
    return replace(reader, held=text[len(text) - keep :]), "", _thought(said)


def _read(reader: Reader, text: str) -> Reader:
    """The reader after ``text``, which holds no tag: whether a fence is open, and how the last line begins."""
    if not text:
        return reader
    line, fence = reader.line, reader.fence
    if "\n" not in text:
        line = (line + text)[:_LINE]
    elif fence or "`" in text or "~" in text or "`" in line or "~" in line:
        *whole, last = (line + text).split("\n")
        for mark in filter(None, map(_FENCE.match, whole)):
            if not fence:
                fence = mark[1]
            elif mark[1].startswith(fence):
                fence = ""
        line = last[:_LINE]
    else:
        line = text[text.rindex("\n") + 1 :][:_LINE]
    answered = reader.answered or not text.isspace()
    return replace(reader, line=line, last=_last(text), fence=fence, answered=answered)


def _last(text: str) -> str:
    return "`" if text[-1] == "`" else ""


def _answer(text: str) -> list[Part]:
    return [Part("answer", text)] if text else []


def _thought(text: str) -> list[Part]:
    return [Part("thought", text)] if text else []
