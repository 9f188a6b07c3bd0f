"""The SQLite file: one connection, and one transaction at a time."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.embedded.storage.migrations import migrate

INTERRUPTED = "The server stopped before this answer was complete."


class Database:
    """One connection for all threads; a transaction holds a lock, so two never interleave.

    Raises :class:`sqlite3.Error` where the file cannot be opened, is no database, or is of a newer version.
    """

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, timeout=10)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        migrate(self._connection)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._connection:
            yield self._connection

    def close_interrupted(self) -> None:
        """Marks answers that a crash left without their end; an orderly stop leaves none."""
        with self.transaction() as connection:
            connection.execute(
                "UPDATE messages SET status = 'error', error = ?, finished = 1 WHERE finished = 0", (INTERRUPTED,)
            )
            connection.execute(
                "UPDATE runs SET status = 'failed', error = ?, finished_at = ? WHERE status = 'running'",
                (INTERRUPTED, int(time.time())),
            )

    def close(self) -> None:
        with self._lock:
            self._connection.close()
