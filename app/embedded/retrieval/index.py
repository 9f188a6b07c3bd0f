"""The index of a folder's segments in FTS5, and the search in it.

A question of which the best passage covers too little was not answered: then nothing is found.
"""

import itertools
import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from app.embedded.retrieval.documents import Segment, fingerprint, read_document, sources
from app.embedded.retrieval.ranking import Passage, coverage, matches, ranks, rerank
from app.embedded.retrieval.tokens import has_han, index_text, is_chinese, query_terms
from app.embedded.storage.database import Database

FORMAT = 1
CANDIDATES = 50
MAX_TERMS = 60
"""Of a question: each is a query of its own, and a pasted page is no question."""
THRESHOLD = 0.34
"""The least coverage of the best passage: a third of what was asked for."""
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
        terms = query_terms(question)[:MAX_TERMS]
        extra = [term for term in query_terms(context) if term not in terms][:MAX_TERMS]
        with self._database.transaction() as connection:
            [total] = connection.execute("SELECT count(*) FROM guide_segments").fetchone()
            if not total or not terms:
                return Search([], [])
            chinese = {row["number"] for row in connection.execute("SELECT number FROM guide_segments WHERE chinese")}
            found = {term: matches(connection, term) for term in (*terms, *extra)}
            covered, ranked = coverage(terms, found, total), ranks(terms, extra, found)
            for number in ranked:
                if (number in chinese) != has_han(question):
                    ranked[number] *= OTHER_LANGUAGE
            best = sorted(covered, key=lambda number: -ranked[number] * covered[number])[:CANDIDATES]
            candidates = [(_segment(_row(connection, n)), covered[n], ranked[n]) for n in best]
        passages = rerank(question, candidates)[:limit]
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


def _row(connection: sqlite3.Connection, number: int) -> sqlite3.Row:
    row: sqlite3.Row = connection.execute("SELECT * FROM guide_segments WHERE number = ?", (number,)).fetchone()
    return row


def _segment(row: sqlite3.Row) -> Segment:
    return Segment(
        row["id"], row["document_id"], row["title"], tuple(json.loads(row["headings"])), row["position"], row["content"]
    )
