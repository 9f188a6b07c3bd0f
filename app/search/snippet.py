"""Where in a text the words stand that were looked for."""

import re
from collections.abc import Sequence

from app.search.query import Term
from app.search.tokens import Token, parts, tokens

LENGTH = 160  # characters of a snippet
BEFORE = 40  # of them before the first match

Piece = tuple[str, bool]  # text, and whether it was looked for
Span = tuple[int, int, int]  # beginning and end in the text, and which term it is

_SPACE = re.compile(r"\s+")


def marked(text: str, terms: Sequence[Term]) -> list[Piece]:
    """The whole text in pieces, what was looked for marked."""
    return _pieces(text, 0, len(text), _spans(text, terms))


def snippet(text: str, terms: Sequence[Term]) -> list[Piece]:
    """A passage of the text in which as many of the terms stand as can be; empty where none does."""
    text = _SPACE.sub(" ", text).strip()
    if not (spans := _spans(text, terms)):
        return []
    at = max(range(len(spans)), key=lambda number: (_worth(spans, number), -number))
    start, end = _room(text, spans[at][0])
    pieces = _pieces(text, start, end, spans)
    before = [("…", False)] if start else []
    return [*before, *pieces, *([("…", False)] if end < len(text) else [])]


def terms_in(text: str, terms: Sequence[Term]) -> int:
    """How many of the terms the text has."""
    return len({term for _, _, term in _spans(text, terms)})


def _worth(spans: Sequence[Span], number: int) -> int:
    until = spans[number][0] + LENGTH - BEFORE
    return len({term for start, end, term in spans[number:] if end <= until})


def _room(text: str, first: int) -> tuple[int, int]:
    """Beginning and end of a snippet, at the edges of words where there are any nearby."""
    start = max(0, first - BEFORE)
    if start and (space := text.find(" ", start, first)) >= 0:
        start = space + 1
    end = min(len(text), start + LENGTH)
    if end < len(text) and (space := text.rfind(" ", end - 20, end)) > first:
        end = space
    return start, end


def _pieces(text: str, start: int, end: int, spans: Sequence[Span]) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    for begin, stop, _ in spans:
        begin, stop = max(begin, at), min(stop, end)
        if begin >= stop:
            continue
        if pieces and begin == at and pieces[-1][1]:
            pieces[-1] = (pieces[-1][0] + text[begin:stop], True)
        else:
            pieces += [(text[at:begin], False)] if begin > at else []
            pieces.append((text[begin:stop], True))
        at = stop
    return [*pieces, (text[at:end], False)] if at < end else pieces


def _spans(text: str, terms: Sequence[Term]) -> list[Span]:
    words, within = list(tokens(text)), list(parts(text))
    found = [
        (*span, number) for number, term in enumerate(terms) for of in (words, within) for span in _matches(of, term)
    ]
    return sorted(found)


def _matches(words: Sequence[Token], term: Term) -> list[tuple[int, int]]:
    first, count, found = term.words[0], len(term.words), []
    for at in range(len(words) - count + 1):
        if count > 1 and words[at].word != first:
            continue
        here = words[at : at + count]
        last = here[-1].word
        same = last.startswith(term.words[-1]) if term.prefix else last == term.words[-1]
        if same and all(token.word == word for token, word in zip(here[:-1], term.words, strict=False)):
            found.append((here[0].start, _end(here[-1], term)))
    return found


def _end(token: Token, term: Term) -> int:
    """A character of a script without spaces was found as the beginning of a pair: it alone is marked."""
    wanted = term.words[-1]
    pair = token.end - token.start == 2 and len(wanted) == 1 and len(token.word) == 2 and not wanted.isascii()
    return token.start + 1 if term.prefix and pair else token.end
