"""Markdown as it is said: without the marks that an eye reads and an ear does not."""

import re

# Each looks ahead a bounded way, so that no answer takes longer than its length.
_DROPPED = re.compile(
    r"^[ \t]*(?:```|~~~)[^\n]*$"  # a fence; the code itself stays
    r"|^[ \t]*\|?[ \t]*:?-{3,}[ \t:|-]*$"  # the line below a table's head, and a rule
    r"|^[ \t]*(?:\*[ \t]*){3,}$|^[ \t]*(?:_[ \t]*){3,}$"
    r"|^[ \t]*(?:>[ \t]?)+"
    r"|</?[A-Za-z][^<>]{0,500}>"
    r"|\$\$",
    re.MULTILINE,
)
_LINE = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?)", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\n]{0,2000}\)")
_MARKED = re.compile(r"(\*{1,3}|~~|`{1,3}|(?<!\w)_{1,3})(?=\S)([^\n]{1,200}?)(?<=\S)\1(?!\w|\*)")
_CELLS = re.compile(r"[ \t]*\|[ \t]*")


def spoken(markdown: str) -> str:
    """``markdown`` to be read aloud: links by their text, a table's row by its cells, no marks."""
    text = _LINE.sub("", _DROPPED.sub("", markdown))
    text = _LINK.sub(r"\1", text)
    for _ in range(2):  # bold within italics
        text = _MARKED.sub(r"\2", text)
    lines = [_row(line) for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _row(line: str) -> str:
    line = line.strip()
    if line.startswith("|") and line.endswith("|"):
        return ", ".join(cell for cell in _CELLS.split(line) if cell)
    return line
