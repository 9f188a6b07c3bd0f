"""The index of a folder's segments in FTS5, and the search in it.

A passage is ranked by BM25 and judged by its *coverage*: the share of the question's meaningful terms that it holds,
each weighted by its rarity in the documents. A question of which the best passage covers too little was not answered.
"""

import itertools
import json
import math
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from app.embedded.retrieval.documents import Segment, fingerprint, read_document, sources
from app.embedded.retrieval.synonyms import root, synonyms
from app.embedded.retrieval.tokens import has_han, index_text, is_chinese, phrase, query_terms
from app.embedded.storage.database import Database

FORMAT = 1
CANDIDATES = 50
WEIGHTS = (2.0, 3.0, 1.0)
"""Of the title, the headings and the text."""
THRESHOLD = 0.34
"""The least coverage of the best passage: a third of what was asked for."""
SYNONYM = 0.7
UNKNOWN = 0.75
UNKNOWN_BIGRAM = 0.3
CONTEXT_WEIGHT = 0.25
OTHER_LANGUAGE = 0.5

SCHEMA = """
CREATE TABLE IF NOT EXISTS guide_state (id INTEGER PRIMARY KEY CHECK (id = 1), fingerprint TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS guide_segments (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    title TEXT NOT NULL,
    headings TEXT NOT NULL,
    position INTEGER NOT NULL,
    content TEXT NOT NULL,
    chinese INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS guide_hits (segment_id TEXT PRIMARY KEY, hits INTEGER NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS guide_text USING fts5 (title, headings, body, tokenize = 'porter unicode61');
"""


@dataclass(frozen=True)
class Passage:
    """A found segment. ``score`` is 0 to 1: the best passage's is its coverage, and none later is higher."""

    segment: Segment
    score: float


@dataclass(frozen=True)
class Search:
    """``passages`` best first, none where the best covers too little; ``near`` are those that came closest."""

    passages: list[Passage]
    near: list[Passage]


class Index:
    def __init__(self, database: Database, folder: Path):
        self._database = database
        self._folder = folder
        with database.transaction() as connection:
            connection.executescript(SCHEMA)
        self.refresh()

    def refresh(self) -> None:
        """Reads the folder anew where a document was added, removed or written since the last time."""
        files = sources(self._folder)
        now = f"{FORMAT}:{fingerprint(self._folder, files)}"
        with self._database.transaction() as connection:
            state = connection.execute("SELECT fingerprint FROM guide_state").fetchone()
            if state and state["fingerprint"] == now:
                return
            connection.execute("DELETE FROM guide_segments")
            connection.execute("DELETE FROM guide_text")
            number = itertools.count(1)
            for source in files:
                document = read_document(source)
                chinese = is_chinese("\n".join(segment.content for segment in document))
                for segment in document:
                    _insert(connection, next(number), segment, chinese)
            connection.execute("INSERT OR REPLACE INTO guide_state (id, fingerprint) VALUES (1, ?)", (now,))

    def documents(self, chinese: bool) -> list[Segment]:
        """The first segment of each document: those in the asked language first."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT * FROM guide_segments WHERE position = 1 ORDER BY chinese != ?, number", (chinese,)
            ).fetchall()
        return [_segment(row) for row in rows]

    def sections(self, document_id: str) -> list[Segment]:
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT * FROM guide_segments WHERE document_id = ? ORDER BY position", (document_id,)
            ).fetchall()
        return [_segment(row) for row in rows]

    def count_hits(self, segments: list[Segment]) -> dict[str, int]:
        """Counts a citation of each, and returns how often each was cited."""
        hits = {}
        with self._database.transaction() as connection:
            for segment in segments:
                [hits[segment.id]] = connection.execute(
                    "INSERT INTO guide_hits (segment_id, hits) VALUES (?, 1)"
                    " ON CONFLICT (segment_id) DO UPDATE SET hits = hits + 1 RETURNING hits",
                    (segment.id,),
                ).fetchone()
        return hits

    def search(self, question: str, context: str = "", limit: int = 8) -> Search:
        """The passages that answer ``question``. Terms of ``context`` move the order a little, and no more."""
        terms = query_terms(question)
        extra = [term for term in query_terms(context) if term not in terms]
        with self._database.transaction() as connection:
            [total] = connection.execute("SELECT count(*) FROM guide_segments").fetchone()
            if not total or not terms:
                return Search([], [])
            chinese = {row["number"] for row in connection.execute("SELECT number FROM guide_segments WHERE chinese")}
            found = {term: _matches(connection, term) for term in (*terms, *extra)}
            covered, ranks = _coverage(terms, found, total), _ranks(terms, extra, found)
            for number in ranks:
                if (number in chinese) != has_han(question):
                    ranks[number] *= OTHER_LANGUAGE
            best = sorted((n for n in ranks if n in covered), key=lambda n: -ranks[n] * covered[n])[:CANDIDATES]
            candidates = [(_segment(_row(connection, n)), covered[n], ranks[n]) for n in best]
        passages = _rerank(question, candidates)[:limit]
        return Search(passages if passages and passages[0].score >= THRESHOLD else [], passages)


def _insert(connection: sqlite3.Connection, number: int, segment: Segment, chinese: bool) -> None:
    headings = json.dumps(segment.headings, ensure_ascii=False)
    connection.execute(
        "INSERT INTO guide_segments VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (number, segment.id, segment.document_id, segment.title, headings, segment.position, segment.content, chinese),
    )
    connection.execute(
        "INSERT INTO guide_text (rowid, title, headings, body) VALUES (?, ?, ?, ?)",
        (number, index_text(segment.title), index_text(" ".join(segment.headings)), index_text(segment.content)),
    )


@dataclass(frozen=True)
class Match:
    """A term in a segment: its share of the segment's BM25, and 1, or less where a synonym stands for it."""

    rank: float
    worth: float


def _matches(connection: sqlite3.Connection, term: str) -> dict[int, Match]:
    """Each segment that holds the term or a synonym of it."""
    matches: dict[int, Match] = {}
    for word in (term, *synonyms(term)):
        worth = 1.0 if word == term else SYNONYM
        rows = connection.execute(
            "SELECT rowid, -bm25(guide_text, ?, ?, ?) AS rank FROM guide_text WHERE guide_text MATCH ?",
            (*WEIGHTS, f'"{phrase(word)}"'),
        )
        for row in rows:
            match = Match(row["rank"] * worth, worth)
            if row["rowid"] not in matches or matches[row["rowid"]].rank < match.rank:
                matches[row["rowid"]] = match
    return matches


def _coverage(terms: list[str], found: dict[str, dict[int, Match]], total: int) -> dict[int, float]:
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


def _ranks(terms: list[str], extra: list[str], found: dict[str, dict[int, Match]]) -> dict[int, float]:
    ranks: dict[int, float] = {}
    for term in (*terms, *extra):
        for number, match in found[term].items():
            ranks[number] = ranks.get(number, 0.0) + match.rank * (CONTEXT_WEIGHT if term in extra else 1.0)
    return ranks


def _rerank(question: str, candidates: list[tuple[Segment, float, float]]) -> list[Passage]:
    """Segments with their coverage and rank, in order, moved up where title or heading ask the same question."""
    lifted = [(segment, covered, rank * _likeness(question, segment)) for segment, covered, rank in candidates]
    lifted.sort(key=lambda item: -item[1] * item[2])
    return [
        Passage(segment, round(min(1.0, covered * rank / lifted[0][2]), 4)) for segment, covered, rank in lifted
    ]


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


def _row(connection: sqlite3.Connection, number: int) -> sqlite3.Row:
    row: sqlite3.Row = connection.execute("SELECT * FROM guide_segments WHERE number = ?", (number,)).fetchone()
    return row


def _segment(row: sqlite3.Row) -> Segment:
    return Segment(
        row["id"], row["document_id"], row["title"], tuple(json.loads(row["headings"])), row["position"], row["content"]
    )
