"""What somebody looks for."""

import re
from dataclasses import dataclass

from app.search.tokens import tokens

LONGEST = 200  # characters of a query that are looked at
MOST = 16  # terms

_QUOTES = str.maketrans(dict.fromkeys("“”„«»「」『』", '"'))
_PIECE = re.compile(r'"([^"]*)"?|([^\s"]+)')


@dataclass(frozen=True)
class Term:
    """Words that must stand one after another; of the last one only its beginning, where it is a ``prefix``."""

    words: tuple[str, ...]
    prefix: bool = False


def parse(text: str) -> tuple[Term, ...]:
    """The terms of a query, which must all be found: words and "quoted phrases". The last word may be unfinished."""
    text = text[:LONGEST].translate(_QUOTES)
    terms: list[Term] = []
    for piece in _PIECE.finditer(text):
        quoted = piece[1] is not None
        if term := _term(piece[1] if quoted else piece[2], not quoted and piece.end() == len(text)):
            terms.append(term)
    return tuple(dict.fromkeys(terms))[:MOST]


def _term(piece: str, unfinished: bool) -> Term | None:
    found = list(tokens(piece))
    if not found:
        return None
    last = found[-1]
    if not last.alone:
        return Term(tuple(token.word for token in found), unfinished)
    # The last character of a run is said by the pair before it; one that is alone begins a pair in the index.
    if len(found) > 1 and not found[-2].alone and found[-2].end == last.end:
        return Term(tuple(token.word for token in found[:-1]))
    return Term(tuple(token.word for token in found), prefix=True)
