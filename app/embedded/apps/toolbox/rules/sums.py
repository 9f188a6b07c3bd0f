"""Arithmetic in a sentence: ``what is 12*(3+4)``, ``3 plus 5``, ``20% of 50``, ``3加5乘以2``, ``2的10次方``"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.embedded.apps.toolbox.rules.found import Call, Found
from app.embedded.apps.toolbox.tools.functions import CONSTANTS, FUNCTIONS

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_FUNCTION = "|".join(sorted(FUNCTIONS, key=len, reverse=True))
_CONSTANT = "|".join(sorted(CONSTANTS, key=len, reverse=True))
# What can stand in an expression, and how it is written there; tried in this order at each place.
_PIECES = [
    (re.compile(pattern, re.IGNORECASE), sign)
    for pattern, sign in (
        (r"\s+", " "),
        (rf"({_NUMBER})\s*的\s*({_NUMBER})\s*[%％]", r"\2% of \1"),
        (rf"\bfactorial\s+of\s+({_NUMBER})", r"\1!"),
        (rf"\bcube\s+root\s+of\s+({_NUMBER})", r"cbrt(\1)"),
        (r"\bsquare\s+root\s+of\b|根号", "√"),
        (rf"{_NUMBER}(?:e[+-]?\d{{1,3}}(?!\w))?|\.\d+", r"\g<0>"),
        (rf"(?<![a-z])(?:{_FUNCTION})(?=\s*[(（])|(?<![a-z])(?:{_CONSTANT})(?![a-z])", r"\g<0>"),
        (r"(?:[%％]|\bpercent\b|百分之)\s*(?:of\b|的)", "% of "),
        (r"\bpercent\b", "%"),
        (r"\bto\s+the\s+power\s+of\b|\braised\s+to\b|的(?=\s*\d+\s*次方)", "**"),
        (r"次方", ""),
        (r"的平方根", "**0.5"),
        (r"\bsquared\b|的平方", "**2"),
        (r"\bcubed\b|的立方", "**3"),
        (r"的阶乘", "!"),
        (r"\bdivided\s+by\b|除以", "/"),
        (r"\bmultiplied\s+by\b|\btimes\b|乘以?|(?<![a-z])x(?=\s*[\d(（])", "*"),
        (r"\bplus\b|加上?", "+"),
        (r"\bminus\b|减去?", "-"),
        (r"\bmod\b", "mod"),
        (r"\*\*|//|[-+*/%％^()（）!°√×÷·−,，]", r"\g<0>"),
    )
]
_LOOSE_START = re.compile(r"^(?:\*\*|//|[\s*/%％^!°×÷·,，)）]|of|mod)+")
_LOOSE_END = re.compile(r"(?:\*\*|//|[-\s+*/^√×÷·−,，(（]|of|mod)+$")
_DONE = re.compile(r"\*\*|//|[-+*/^×÷·−]|\bmod\b|\bof\b|[%％]\s*[\d(]")
_CALLED = re.compile(r"√|[a-z]\d*\s*[(（]", re.IGNORECASE)
_DATE = re.compile(r"\d{4}([-/])\d{1,2}\1\d{1,2}")
_ASKED = re.compile(r"(?i)what|calc|comput|evaluat|factorial|多少|计算|等于|=|几")


@dataclass(frozen=True)
class _Piece:
    start: int
    end: int
    sign: str


def find(text: str) -> Iterator[Found]:
    for run in _runs(text):
        expression = " ".join("".join(piece.sign for piece in run).split())
        expression = _balanced(_LOOSE_END.sub("", _LOOSE_START.sub("", expression)))
        if _is_sum(expression, text):
            yield Found(run[0].start, run[-1].end, Call("calculate", {"expression": expression}))


def _runs(text: str) -> Iterator[list[_Piece]]:
    """The stretches of pieces that stand together; a comma outside of parentheses ends one."""
    run: list[_Piece] = []
    depth = at = 0
    while at < len(text):
        piece = _piece(text, at)
        at = piece.end if piece else _after_word(text, at)
        depth = max(0, depth + (piece.sign in "(（") - (piece.sign in ")）")) if piece and piece.sign else depth
        if piece is None or (piece.sign in (",", "，") and depth == 0):
            yield from [run] if run else []
            run, depth = [], 0
        else:
            run.append(piece)
    yield from [run] if run else []


def _piece(text: str, at: int) -> _Piece | None:
    for pattern, sign in _PIECES:
        if (match := pattern.match(text, at)) is not None:
            return _Piece(at, match.end(), match.expand(sign))
    return None


def _after_word(text: str, at: int) -> int:
    """Past a word that is none of reckoning's, as a whole: the 3 of ``mp3`` is no number."""
    match = re.compile(r"[A-Za-z_][A-Za-z0-9_]*").match(text, at)
    return match.end() if match else at + 1


def _balanced(expression: str) -> str:
    """Without the parenthesis at its end that a sentence opened before it, or at its start that closes after it."""
    opened, closed = len(re.findall("[(（]", expression)), len(re.findall("[)）]", expression))
    while closed > opened and expression.endswith((")", "）")):
        expression, closed = expression[:-1].rstrip(), closed - 1
    while opened > closed and expression.startswith(("(", "（")):
        expression, opened = expression[1:].lstrip(), opened - 1
    return expression


def _is_sum(expression: str, text: str) -> bool:
    """Whether there is something to reckon: not a number alone, a date, or the exclamation after a number."""
    if not re.search(r"\d|π|\bpi\b|\be\b", expression) or _DATE.fullmatch(expression):
        return False
    if _DONE.search(expression[1:]) or _CALLED.search(expression):
        return True
    return expression.endswith(("!", "%", "％")) and (bool(_ASKED.search(text)) or text.strip() == expression)
