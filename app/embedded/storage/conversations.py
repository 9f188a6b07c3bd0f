"""Conversations, each of one user of one app. Every read names both: that is the wall between people and apps."""

import json
import sqlite3
import time
import uuid
from dataclasses import dataclass
from typing import Any

from app.dify.models import UNNAMED
from app.embedded.storage.database import Database

NAME_LENGTH = 60
ORDERS = {
    "created_at": "rowid ASC",
    "-created_at": "rowid DESC",
    "updated_at": "touched ASC",
    "-updated_at": "touched DESC",
}
"""What a list is ordered by. Counts of rows and of touches stand for the times, which are whole seconds: rows of one
second keep an order, and a page neither drops nor repeats them."""


@dataclass(frozen=True)
class Conversation:
    """``created_at`` and ``updated_at`` are whole seconds of the Unix epoch."""

    id: str
    user: str
    name: str
    inputs: dict[str, Any]
    created_at: int
    updated_at: int


class Conversations:
    """Those of the app with the slug ``app``."""

    def __init__(self, database: Database, app: str):
        self._database = database
        self._app = app

    def start(self, user: str, inputs: dict[str, Any], name: str) -> Conversation:
        now = int(time.time())
        conversation = Conversation(str(uuid.uuid4()), user, name, inputs, now, now)
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO conversations (id, app, user, name, inputs, created_at, updated_at, touched)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(touched), 0) + 1 FROM conversations))",
                (conversation.id, self._app, user, name, json.dumps(inputs), now, now),
            )
        return conversation

    def get(self, conversation_id: str, user: str) -> Conversation | None:
        with self._database.transaction() as connection:
            row = connection.execute(
                "SELECT * FROM conversations WHERE id = ? AND app = ? AND user = ?", (conversation_id, self._app, user)
            ).fetchone()
        return _conversation(row) if row else None

    def page(self, user: str, last_id: str | None, limit: int, sort_by: str) -> tuple[list[Conversation], bool] | None:
        """Those after ``last_id`` in the order of ``sort_by``, a name of ``ORDERS``; with whether there are more.

        None: no such ``last_id``.
        """
        count, direction = ORDERS[sort_by].split()
        after, last = (">", (0,)) if direction == "ASC" else ("<", (2**62,))
        with self._database.transaction() as connection:
            if last_id:
                last = connection.execute(
                    f"SELECT {count} FROM conversations WHERE id = ? AND app = ? AND user = ?",
                    (last_id, self._app, user),
                ).fetchone()
                if last is None:
                    return None
            rows = connection.execute(
                f"SELECT * FROM conversations WHERE app = ? AND user = ? AND {count} {after} ?"
                f" ORDER BY {count} {direction} LIMIT ?",
                (self._app, user, last[0], limit + 1),
            ).fetchall()
        return [_conversation(row) for row in rows[:limit]], len(rows) > limit

    def touch(self, conversation_id: str) -> None:
        """Moves it to the top of its user's list."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE conversations SET updated_at = ?,"
                " touched = (SELECT max(touched) + 1 FROM conversations) WHERE id = ?",
                (int(time.time()), conversation_id),
            )

    def rename(self, conversation_id: str, name: str | None) -> None:
        """Gives it ``name``, or, where None, a snippet of its first question."""
        with self._database.transaction() as connection:
            if name is None:
                first = connection.execute(
                    "SELECT query FROM messages WHERE conversation_id = ? ORDER BY sequence LIMIT 1",
                    (conversation_id,),
                ).fetchone()
                name = snippet(first["query"]) if first else UNNAMED
            connection.execute("UPDATE conversations SET name = ? WHERE id = ?", (name, conversation_id))
        self.touch(conversation_id)

    def delete(self, conversation_id: str) -> None:
        """Deletes it with its messages, and with the images that no other message uses; with the last one of its user
        also what they uploaded and never sent, which nothing else ever deletes."""
        with self._database.transaction() as connection:
            owner = connection.execute("SELECT user FROM conversations WHERE id = ?", (conversation_id,)).fetchone()
            uploads = connection.execute(
                "SELECT DISTINCT upload_id FROM message_files JOIN messages ON messages.id = message_files.message_id"
                " WHERE conversation_id = ? AND upload_id IS NOT NULL",
                (conversation_id,),
            ).fetchall()
            connection.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))
            connection.executemany(
                "DELETE FROM uploads WHERE id = ? AND id NOT IN"
                " (SELECT upload_id FROM message_files WHERE upload_id IS NOT NULL)",
                [(row["upload_id"],) for row in uploads],
            )
            connection.execute(
                "DELETE FROM uploads WHERE app = ?1 AND user = ?2"
                " AND NOT EXISTS (SELECT 1 FROM conversations WHERE app = ?1 AND user = ?2)",
                (self._app, owner["user"] if owner else ""),
            )


def snippet(query: str) -> str:
    """The start of a question, on one line, as a conversation's name."""
    line = " ".join(query.split())
    return line if len(line) <= NAME_LENGTH else line[: NAME_LENGTH - 1].rstrip() + "…"


def _conversation(row: sqlite3.Row) -> Conversation:
    return Conversation(
        row["id"], row["user"], row["name"], json.loads(row["inputs"]), row["created_at"], row["updated_at"]
    )
