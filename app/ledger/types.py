"""Texts as every database takes them."""

from typing import Any

from sqlalchemy import Dialect, String, Text, TypeDecorator
from sqlalchemy.types import TypeEngine


def storable(text: str) -> str:
    """``text`` with U+FFFD for what a database refuses, with all that stands beside it: PostgreSQL takes no NUL, and
    none takes half of a surrogate pair, which a server may cut an answer in."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


class Words(TypeDecorator[str]):
    """A text of any length."""

    impl: type[String] = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class Name(Words):
    """An id or the like. SQLite heeds no length, so PostgreSQL is given none: the upstream decides how long ids are."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return Text() if dialect.name == "postgresql" else self.impl_instance


class UserId(Name):
    """Who somebody is: what becomes of each such column with them stands in ``app.ledger.people``."""

    cache_ok = True
