"""The index of the search, in the database's own words: SQLite's FTS5, or a ``tsvector`` of PostgreSQL.

Both have the words of ``app.search`` as they are, and a first one that says whose they are, and find the same: the
entries in which all terms stand, each as words one after another, of the last one only its beginning where it is a
prefix. PostgreSQL counts a text's words up to 16,383 and each up to 256 times, too few to tell which stand together:
its lexemes bear no place, and the words are looked for in the text itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.search import Term

LEXEMES = 1_000_000  # bytes of different words that a tsvector takes; a text that has more is found by the first ones

# Owner, user and app stand in the query, and once more in the row: nobody is ever shown what is somebody else's.
_FIND = """
SELECT e.conversation_id, e.turn_id, e.question, e.answer, {at} AS at, c.name
FROM search_index AS i
CROSS JOIN search_entries AS e
JOIN conversations AS c ON c.app = e.app AND c.id = e.conversation_id AND c."user" = e."user" AND c.deleted_at IS NULL
WHERE e.id = i.{id} AND {matches} AND e.app = :app AND e."user" = :user
ORDER BY {order}i.{id} DESC LIMIT :most
"""


@dataclass(frozen=True)
class Index:
    """``titles`` and ``turns`` take what :meth:`asked` gives, with ``app``, ``user`` and ``most``; ``give`` the ``id``
    of an entry, and the ``owner`` that it has from now on where it had ``before``.

    ``matching`` are ids of entries that have the terms, the highest below ``until`` first, and ``rarely`` the same for
    terms that few have; both stand under nobody. ``often`` counts those of a hundredth of all entries, where it matters
    which of the two is asked.
    """

    titles: TextClause
    turns: TextClause
    matching: TextClause
    add: TextClause
    drop: TextClause
    give: TextClause
    rarely: TextClause | None = None
    often: TextClause | None = None

    @classmethod
    def of(cls, session: AsyncSession) -> "Index":
        return _POSTGRESQL if session.get_bind().dialect.name == "postgresql" else _FTS5

    def asked(self, owner: str, terms: Sequence[Term]) -> Mapping[str, object]:
        """An empty ``owner`` is anybody."""
        raise NotImplementedError

    def entry(self, id: int, owner: str, words: str) -> Mapping[str, object]:
        """What ``add`` takes; ``words`` have spaces between."""
        raise NotImplementedError


def _queries(id: str, matches: str) -> tuple[TextClause, TextClause, TextClause]:
    matching = (
        f"SELECT i.{id} FROM search_index AS i WHERE {matches} AND i.{id} < :until ORDER BY i.{id} DESC LIMIT :most"
    )
    titles = _FIND.format(id=id, matches=matches, at="c.updated_at", order="c.updated_at DESC, ")
    return text(titles), text(_FIND.format(id=id, matches=matches, at="e.at", order="")), text(matching)


class _Fts5(Index):
    def asked(self, owner: str, terms: Sequence[Term]) -> Mapping[str, object]:
        """Words hold no quotation mark, so no query is ever syntax."""
        phrases = (f'words : "{" ".join(term.words)}"{" *" if term.prefix else ""}' for term in terms)
        return {"query": " AND ".join([*([f'owner : "{owner}"'] if owner else []), *phrases])}

    def entry(self, id: int, owner: str, words: str) -> Mapping[str, object]:
        return {"id": id, "owner": owner, "words": words}


class _Tsvector(Index):
    def asked(self, owner: str, terms: Sequence[Term]) -> Mapping[str, object]:
        """Words hold no quotation mark, and no owner's word can be one of a text."""
        lexemes = [f"'{word}'" for term in terms for word in term.words[:-1]]
        lexemes += [f"'{term.words[-1]}'{':*' if term.prefix else ''}" for term in terms]
        phrases = [f" {' '.join(term.words)}{'' if term.prefix else ' '}" for term in terms if len(term.words) > 1]
        return {"query": " & ".join(dict.fromkeys([*([f"'/{owner}'"] if owner else []), *lexemes])), "phrases": phrases}

    def entry(self, id: int, owner: str, words: str) -> Mapping[str, object]:
        lexemes, room = [f"/{owner}"], LEXEMES
        for word in dict.fromkeys(words.split(" ")):
            room -= len(word.encode())
            if word and room > 0:
                lexemes.append(word)
        return {"id": id, "words": f" {words} ", "lexemes": lexemes}


_FTS5 = _Fts5(
    *_queries("rowid", "search_index MATCH :query"),
    text("INSERT INTO search_index (rowid, owner, words) VALUES (:id, :owner, :words)"),
    text("DELETE FROM search_index WHERE rowid = :id"),
    text("UPDATE search_index SET owner = :owner WHERE rowid = :id"),
)
_MATCHES = (
    "i.lexemes @@ CAST(CAST(:query AS text) AS tsquery)"
    " AND NOT EXISTS (SELECT FROM unnest(CAST(:phrases AS text[])) AS p WHERE strpos(i.words, p) = 0)"
)
_POSTGRESQL = _Tsvector(
    *_queries("id", _MATCHES),
    text(
        "INSERT INTO search_index (id, words, lexemes)"
        " VALUES (:id, :words, array_to_tsvector(CAST(:lexemes AS text[])))"
        " ON CONFLICT (id) DO UPDATE SET words = excluded.words, lexemes = excluded.lexemes"
    ),
    text("DELETE FROM search_index WHERE id = :id"),
    text(
        "UPDATE search_index SET lexemes = ts_delete(lexemes, '/' || CAST(:before AS text))"
        " || array_to_tsvector(ARRAY['/' || CAST(:owner AS text)]) WHERE id = :id"
    ),
    # In an order that no index has, or what few have would be looked for through all that there are.
    text(
        f"SELECT i.id FROM search_index AS i WHERE {_MATCHES} AND i.id + 0 < :until ORDER BY i.id + 0 DESC LIMIT :most"
    ),
    text(f"SELECT count(*) FROM search_index AS i TABLESAMPLE SYSTEM (1) REPEATABLE (1) WHERE {_MATCHES}"),
)
