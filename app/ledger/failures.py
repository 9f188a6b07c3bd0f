"""What a database's failure is to whoever waits: one that passes, a full disk, something that was deleted or erased in
that moment, or an error of this server."""

from typing import Literal

from sqlalchemy.exc import DBAPIError, NoResultFound, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoneFree

LedgerFailed = SQLAlchemyError
Kind = Literal["away", "full", "gone", "ours"]

_FULL = 13  # SQLite's code, and PostgreSQL's
_DISK_FULL = "53100"
# SQLite: busy, locked, out of memory, an error of the disk, cannot be opened, a lock that was not had. By the first
# two characters of PostgreSQL's codes: no connection, too few resources, in use, broken off by its operator or a time.
_PASSING = (5, 6, 7, 10, 14, 15)
_PASSING_CLASSES = ("08", "53", "55", "57")


class Unaudited(LedgerFailed):
    """What was to be looked at or done could not be noted in the audit log; the cause is the database's failure."""


def kind_of(error: SQLAlchemyError) -> Kind:
    if isinstance(error, Unaudited) and isinstance(error.__cause__, LedgerFailed):
        return kind_of(error.__cause__)
    if isinstance(error, NoResultFound):
        return "gone"
    if isinstance(error, NoneFree):
        return "away"
    if not isinstance(error, DBAPIError):
        return "ours"
    cause = error.orig
    sqlite = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    state = getattr(cause, "sqlstate", None) or ""
    if sqlite == _FULL or state == _DISK_FULL:
        return "full"
    passing = sqlite in _PASSING or state[:2] in _PASSING_CLASSES or isinstance(cause, OSError | TimeoutError)
    return "away" if passing or error.connection_invalidated else "ours"
