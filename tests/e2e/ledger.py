"""What a server's ledger has by now: an answer is written there a moment after it is shown."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing

from .server import Server

PATIENCE = 30.0  # seconds


def expect_kept(server: Server, text: str) -> None:
    """It has that much of an answer."""
    _until(server, "SELECT answer FROM messages", lambda answers: text in answers)


def expect_ended(server: Server, count: int) -> None:
    """It has the ends of that many answers, and no others are written."""
    _until(server, "SELECT ended_at FROM runs", lambda ends: len(ends) == count and None not in ends)


def expect_noted(server: Server, text: str) -> None:
    """It has a note of those words."""
    _until(server, "SELECT text FROM notes", lambda notes: text in notes)


def _until(server: Server, query: str, there: Callable[[list[object]], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    with closing(sqlite3.connect(server.data_dir / "ledger.db")) as ledger:
        while not there(found := [value for (value,) in ledger.execute(query)]):
            assert time.monotonic() < deadline, found
            time.sleep(0.05)
