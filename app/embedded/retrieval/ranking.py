"""Ranking: how well a segment fits a question.

A segment is ranked by BM25 and judged by its *coverage*: the share of the question's meaningful terms that it holds,
each weighted by its rarity in the documents. A heading that asks the same question moves its segment up.
"""

import math
import sqlite3
from dataclasses import dataclass

from app.embedded.retrieval.documents import Segment
from app.embedded.retrieval.synonyms import root, synonyms
from app.embedded.retrieval.tokens import has_han, index_text, phrase, query_terms

WEIGHTS = (2.0, 3.0, 1.0)
"""Of the title, the headings and the text."""
SYNONYM = 0.7
UNKNOWN = 0.75
UNKNOWN_BIGRAM = 0.3
CONTEXT_WEIGHT = 0.25


@dataclass(frozen=True)
class Passage:
    """A found segment. ``score`` is 0 to 1: the best passage's is its coverage, and none later is higher."""

    segment: Segment
    score: float


@dataclass(frozen=True)
class Match:
    """A term in a segment: its share of the segment's BM25, and 1, or less where a synonym stands for it."""

    rank: float
    worth: float


def matches(connection: sqlite3.Connection, term: str) -> dict[int, Match]:
    """Each segment that holds the term or a synonym of it."""
    held: dict[int, Match] = {}
    for word in (term, *synonyms(term)):
        worth = 1.0 if word == term else SYNONYM
        rows = connection.execute(
            "SELECT rowid, -bm25(guide_text, ?, ?, ?) AS rank FROM guide_text WHERE guide_text MATCH ?",
            (*WEIGHTS, f'"{phrase(word)}"'),
        )
        for row in rows:
            best = held.get(row["rowid"], Match(0.0, 0.0))
            held[row["rowid"]] = Match(max(best.rank, row["rank"] * worth), max(best.worth, worth))
    return held


def coverage(terms: list[str], found: dict[str, dict[int, Match]], total: int) -> dict[int, float]:
    """For each segment, the share of the question's terms that it holds, weighted by rarity."""
    weights = {term: _rarity(term, len(found[term]), total) for term in terms}
    whole = sum(weights.values())
    covered: dict[int, float] = {}
    for term in terms:
        for number, match in found[term].items():
            covered[number] = covered.get(number, 0.0) + match.worth * weights[term] / whole
    return covered


def _rarity(term: str, segments: int, total: int) -> float:
    weight = math.log(1 + (total - segments + 0.5) / (segments + 0.5))
    if segments:
        return weight
    # A word that stands nowhere may be another way to say one that does. Bigrams are cut without knowing the words:
    # one that stands nowhere is mostly the seam of two.
    return weight * (UNKNOWN_BIGRAM if has_han(term) else UNKNOWN)


def ranks(terms: list[str], extra: list[str], found: dict[str, dict[int, Match]]) -> dict[int, float]:
    """For each segment, its BM25 over the terms; the ``extra`` ones count less."""
    ranked: dict[int, float] = {}
    for term in (*terms, *extra):
        for number, match in found[term].items():
            ranked[number] = ranked.get(number, 0.0) + match.rank * (CONTEXT_WEIGHT if term in extra else 1.0)
    return ranked


def rerank(question: str, candidates: list[tuple[Segment, float, float]]) -> list[Passage]:
    """Segments with their coverage and rank, in order, moved up where title or heading ask the same question."""
    lifted = [(segment, covered, rank * _likeness(question, segment)) for segment, covered, rank in candidates]
    lifted.sort(key=lambda item: -item[1] * item[2])
    return [Passage(segment, round(min(1.0, covered * rank / lifted[0][2]), 4)) for segment, covered, rank in lifted]


def _likeness(question: str, segment: Segment) -> float:
    """1 to 3: how much of the question is in the heading and how much of the heading in the question."""
    heading = segment.headings[-1] if segment.headings else segment.title
    if index_text(heading) == index_text(question):
        return 3.0
    return 1.0 + max(_overlap(question, heading), _overlap(question, segment.title) / 2)


def _overlap(one: str, other: str) -> float:
    """Dice's coefficient of the meaningful terms of two texts."""
    first, second = ({root(term) for term in query_terms(text)} for text in (one, other))
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0
