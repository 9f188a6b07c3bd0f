"""Markdown as it is read aloud: plain sentences, in order, without marks."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST = 300
"""Characters of a sentence at most: a longer one is cut, so that no listener waits long for the next piece."""
ENDS = re.compile(r"(?<=[.!?…])[\"')\]”’]*\s+(?![a-z])|(?<=[。！？；])|\n+")
PIECES = re.compile(rf".{{1,{LONGEST}}}$|.{{1,{LONGEST}}}(?<=[\s,，、:：])|.{{1,{LONGEST}}}")
MARKS = re.compile(r"[*`|~_]+|#{2,}|\\")
TAGS = re.compile(r"<[^<>]*>")
SOURCES = re.compile(r"\s?\[\d+\]")
"""The positions of citations, which a listener cannot follow."""
ADDRESSES = re.compile(
    r"https?://(?:www\.)?([\w.-]*\w)[^\s\u3000-\u303f\u3400-\u9fff\uff00-\uffef]*?(?=[.,;:!?)]*(?![\x21-\x7e]))"
)
HAN = re.compile(r"[\u3400-\u9fff]")


def sentences(markdown: str) -> list[str]:
    """The sentences of an answer, each of at most ``LONGEST`` characters and with something to say.

    A link is read by its text, an address by its host, a picture by its description, a table by its cells; a block
    of code is announced, not read.
    """
    code = "代码。" if HAN.search(markdown) else "Code."
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    cut = [
        piece.strip()
        for block in _blocks(tokens, code)
        for sentence in ENDS.split(block)
        for piece in PIECES.findall(" ".join(sentence.split()))
    ]
    return [piece for piece in cut if any(character.isalnum() for character in piece)]


def _blocks(tokens: Sequence[Token], code: str) -> Iterator[str]:
    """The text of each paragraph, heading, list item and table row."""
    cells: list[str] | None = None
    for token in tokens:
        match token.type:
            case "tr_open":
                cells = []
            case "tr_close":
                yield f"{', '.join(filter(None, cells or ()))}."
                cells = None
            case "fence" | "code_block":
                yield code
            case "html_block":
                yield TAGS.sub(" ", token.content)
            case "inline" if cells is not None:
                cells.append(_inline(token))
            case "inline":
                yield _inline(token)


def _inline(token: Token) -> str:
    return "".join(_said(child) for child in token.children or ())


def _said(token: Token) -> str:
    match token.type:
        case "text":
            return MARKS.sub(" ", SOURCES.sub("", ADDRESSES.sub(r"\1", token.content)))
        case "code_inline":
            return MARKS.sub(" ", token.content)
        case "image":
            return token.content
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
    return ""
