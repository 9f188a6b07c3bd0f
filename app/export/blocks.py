"""Reading Markdown as the page does: GitHub's tables and strike-through, raw HTML as text."""

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token


class Reader(MarkdownIt):
    """Takes every address for a link: which of them live is decided where they are written."""

    def validateLink(self, url: str) -> bool:
        return True


@cache
def reader() -> Reader:
    made = Reader("commonmark", {"html": False})
    made.enable(["table", "strikethrough"])
    return made


def parsed(text: str) -> list[Token]:
    return reader().parse(text)


def code_lines(text: str) -> set[int]:
    """The numbers of those lines, from 0, that stand in a block of code."""
    blocks = (token.map for token in parsed(text) if token.type in ("fence", "code_block") and token.map)
    return {number for first, end in blocks for number in range(first, end)}
