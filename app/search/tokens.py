"""Words of a text as an index keeps them: in lower case and without accents, of every script.

Han, kana, Hangul, Thai and their like put no space between words, or write endings without one: there every
character with the next one is a word (会话 in 新会话开始), and the last of a run is one alone. So each character begins
exactly one word, a single character is found by a prefix, and a longer piece as words one after another.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

LONGEST = 64  # characters of a word that are kept

_SPACELESS = (
    "\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # kana and Han's repetition
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\uac00-\ud7a3"  # Hangul
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u103f\u1050-\u109f\u1780-\u17d3"  # Thai, Lao, Myanmar, Khmer
)
# Marks that stand above, below or after their letter; Python's \w knows none of them.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd"
    "\u0a01-\u0a03\u0a3c-\u0a4d\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b4d\u0b82\u0bbe-\u0bcd\u0c00-\u0c04"
    "\u0c3e-\u0c4d\u0c81-\u0c83\u0cbc-\u0ccd\u0d00-\u0d03\u0d3b-\u0d4d\u0d81-\u0d83\u0dca-\u0ddf\u0e31\u0e34-\u0e3a"
    "\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f\uff9e\uff9f"
)
# Accents, points and vowel marks that most people leave out when they look for a word.
_DROPPED = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff]")
_NO_WORD = re.compile(r"[\s\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\ud800-\udfff]+")
_RUN = re.compile(f"(?P<spaceless>[{_SPACELESS}][{_SPACELESS}{_MARKS}]*)|(?:[^\\W_{_SPACELESS}][{_MARKS}\u0640]*)+")
_UNIT = re.compile(f"[^{_MARKS}]?[{_MARKS}]*")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})


class Token(NamedTuple):
    """A word, and where in its text it stands. ``alone`` is the last character of a run without spaces."""

    word: str
    start: int
    end: int
    alone: bool = False


def tokens(text: str) -> Iterator[Token]:
    """The words of a text, in order: ``PARLEY_API_URL`` and ``don't`` are several."""
    for run in _RUN.finditer(text):
        if run["spaceless"]:
            yield from _pairs(run[0], run.start())
        elif word := fold(run[0]):
            yield Token(word, run.start(), run.end())


def parts(text: str) -> Iterator[Token]:
    """What stands within names like ``getUserName``, which is one word of :func:`tokens`."""
    for run in _RUN.finditer(text):
        word = run[0]
        humps = [hump.start() for hump in _HUMP.finditer(word)] if word.isascii() else []
        if humps:
            for start, end in pairwise([0, *humps, len(word)]):
                yield Token(word[start:end].lower()[:LONGEST], run.start() + start, run.start() + end)


def indexed(text: str) -> str:
    """The text as it is put into the index: its words with spaces between, those within names at the end."""
    return " ".join(token.word for token in (*tokens(text), *parts(text)))


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """A word without case and accents. What Unicode writes in two ways is one."""
    if word.isascii():
        return word.lower()[:LONGEST]
    open_up = unicodedata.normalize("NFKD", word.casefold())
    closed = unicodedata.normalize("NFC", _DROPPED.sub("", open_up)).casefold()
    return _NO_WORD.sub("", closed.translate(_LETTERS))[:LONGEST]


def _pairs(run: str, start: int) -> Iterator[Token]:
    units = [(fold(unit[0]), unit.start(), unit.end()) for unit in _UNIT.finditer(run) if unit[0]]
    for (first, at, _), (second, _, end) in pairwise(units):
        yield Token(first + second, start + at, start + end)
    for last, at, end in units[-1:]:
        yield Token(last, start + at, start + end, alone=True)
