"""Words of texts, and looking for them: what is indexed, what was asked for, and where it stands. Pure."""

from app.search.plain import plain
from app.search.query import Term, parse
from app.search.snippet import marked, snippet, terms_in
from app.search.tokens import indexed

__all__ = ["Term", "indexed", "marked", "parse", "plain", "snippet", "terms_in"]
