"""What a finder found in a question, and where."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

TAKEN = "\x00"
"""Stands for each character that a finder has taken; no finder reads it."""


@dataclass(frozen=True)
class Call:
    """A tool by its name, and what it is called with."""

    tool: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    call: Call


def found(match: re.Match[str], tool: str, **arguments: Any) -> Found:
    return Found(match.start(), match.end(), Call(tool, arguments))


def blanked(text: str, start: int, end: int) -> str:
    """``text`` with that part taken: as long as before, so that places stay where they are."""
    return text[:start] + TAKEN * (end - start) + text[end:]


def scan(text: str, patterns: Sequence[re.Pattern[str]]) -> Iterator[re.Match[str]]:
    """What the patterns find, each part of the text by the first of them alone."""
    for pattern in patterns:
        for match in list(pattern.finditer(text)):
            yield match
            text = blanked(text, match.start(), match.end())
