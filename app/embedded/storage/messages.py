"""Messages: a question, its answer, what was cited, and how it was rated."""

import json
import sqlite3
import time
import uuid
from dataclasses import dataclass, field
from typing import Any, Literal

from app.dify.models import FileInput
from app.embedded.answer import Answer
from app.embedded.storage.database import Database
from app.embedded.storage.uploads import Attachment

_OF_USER = (
    "SELECT messages.*, conversations.inputs AS inputs FROM messages"
    " JOIN conversations ON conversations.id = messages.conversation_id"
)


@dataclass(frozen=True)
class Message:
    """``citations`` and ``thoughts`` are as on the wire; ``answer`` is empty while it is being written."""

    id: str
    conversation_id: str
    inputs: dict[str, Any]
    query: str
    answer: str
    status: str
    error: str | None
    citations: list[dict[str, Any]]
    suggestions: list[str]
    thoughts: list[dict[str, Any]]
    rating: str | None
    rating_content: str | None
    created_at: int
    files: list[Attachment] = field(default_factory=list)


class Messages:
    """Those of the app with the slug ``app``."""

    def __init__(self, database: Database, app: str):
        self._database = database
        self._app = app

    def add(self, conversation_id: str, query: str, files: list[FileInput]) -> tuple[str, int]:
        """Stores a question whose answer is still to come; returns the message's id and creation second."""
        message_id, now = str(uuid.uuid4()), int(time.time())
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO messages (id, conversation_id, query, created_at) VALUES (?, ?, ?, ?)",
                (message_id, conversation_id, query, now),
            )
            connection.executemany(
                "INSERT INTO message_files (id, message_id, upload_id, url) VALUES (?, ?, ?, ?)",
                [(str(uuid.uuid4()), message_id, item.upload_file_id, item.url or "") for item in files],
            )
        return message_id, now

    def finish(self, answer: Answer) -> None:
        """Stores what was written, as whole or as failed."""
        status = "error" if answer.error else "normal"
        citations, suggestions = json.dumps(answer.citations or []), json.dumps(answer.suggestions)
        thoughts = json.dumps(answer.thoughts)
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE messages SET answer = ?, citations = ?, suggestions = ?, thoughts = ?, status = ?, error = ?,"
                " finished = 1 WHERE id = ?",
                (answer.text, citations, suggestions, thoughts, status, answer.error, answer.message_id),
            )

    def get(self, message_id: str, user: str) -> Message | None:
        with self._database.transaction() as connection:
            row = connection.execute(
                f"{_OF_USER} WHERE messages.id = ? AND app = ? AND user = ?", (message_id, self._app, user)
            ).fetchone()
        return _message(row, []) if row else None

    def page(self, conversation_id: str, first_id: str | None, limit: int) -> tuple[list[Message], bool] | None:
        """The newest ``limit`` messages before ``first_id``, oldest first; with whether there are older ones.

        None: ``first_id`` is no message of this conversation.
        """
        with self._database.transaction() as connection:
            before = None
            if first_id:
                before = connection.execute(
                    "SELECT sequence FROM messages WHERE id = ? AND conversation_id = ?", (first_id, conversation_id)
                ).fetchone()
                if before is None:
                    return None
            rows = connection.execute(
                f"{_OF_USER} WHERE conversation_id = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?",
                (conversation_id, before["sequence"] if before else 2**62, limit + 1),
            ).fetchall()
            page = [_message(row, _files(connection, row["id"])) for row in reversed(rows[:limit])]
        return page, len(rows) > limit

    def queries(self, conversation_id: str) -> list[str]:
        """All questions of a conversation, oldest first."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT query FROM messages WHERE conversation_id = ? ORDER BY sequence", (conversation_id,)
            ).fetchall()
        return [row["query"] for row in rows]

    def rate(self, message_id: str, rating: Literal["like", "dislike"] | None, content: str | None) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE messages SET rating = ?, rating_content = ?, rated_at = ? WHERE id = ?",
                (rating, content, time.time() if rating else None, message_id),
            )


def _files(connection: sqlite3.Connection, message_id: str) -> list[Attachment]:
    rows = connection.execute(
        "SELECT message_files.id, upload_id, url, belongs_to, name, mime_type, length(content) AS size"
        " FROM message_files LEFT JOIN uploads ON uploads.id = upload_id"
        " WHERE message_id = ? ORDER BY message_files.rowid",
        (message_id,),
    ).fetchall()
    return [Attachment(**dict(row)) for row in rows]


def _message(row: sqlite3.Row, files: list[Attachment]) -> Message:
    return Message(
        id=row["id"],
        conversation_id=row["conversation_id"],
        inputs=json.loads(row["inputs"]),
        query=row["query"],
        answer=row["answer"],
        status=row["status"],
        error=row["error"],
        citations=json.loads(row["citations"]),
        suggestions=json.loads(row["suggestions"]),
        thoughts=json.loads(row["thoughts"]),
        rating=row["rating"],
        rating_content=row["rating_content"],
        created_at=row["created_at"],
        files=files,
    )
