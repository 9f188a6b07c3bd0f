"""Markdown as a line of plain words, for a snippet or a notification."""

import re

_WAYS: list[tuple[re.Pattern[str], str]] = [
    (re.compile(r"^\s*(?:```|~~~).*$", re.M), " "),
    (re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?:-{2,}:?)?\s*$", re.M), " "),  # the line below a table's head
    (re.compile(r"^\s*(?:#{1,6}\s+|>\s?|[-*+]\s+)+", re.M), " "),
    (re.compile(r"!?\[([^\][]*)\]\([^()\s]*\)"), r"\1"),
    (re.compile(r"\*\*|~~|`+|(?<!\w)__?(?=\w)|(?<=\w)__?(?!\w)|(?<![\w*])\*(?=\w)|(?<=\w)\*(?![\w*])"), ""),
    (re.compile(r"\s*\|\s*"), " "),
    (re.compile(r"\s+"), " "),
]


def plain(markdown: str, most: int = 0) -> str:
    """The words of an answer without marks, at most ``most`` characters where that is given."""
    for pattern, instead in _WAYS:
        markdown = pattern.sub(instead, markdown)
    words = markdown.strip()
    return f"{words[: most - 1].rstrip()}…" if most and len(words) > most else words
