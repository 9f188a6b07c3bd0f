"""How alike two questions are: by their words, whatever their case, punctuation and spacing."""

import re
from collections import Counter

from app.embedded.retrieval.tokens import index_text


def same(left: str, right: str) -> bool:
    """Whether they are one question but for case, punctuation and spacing."""
    return bool(_letters(left)) and _letters(left) == _letters(right)


def likeness(left: str, right: str) -> float:
    """From 0 to 1: the share of their words, of Han text the characters and bigrams, that both have."""
    a, b = (Counter(index_text(text).split()) for text in (left, right))
    most = max(sum(a.values()), sum(b.values()))
    return sum((a & b).values()) / most if most else 0.0


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
