"""Images that people uploaded, kept in the database with the conversation's other rows."""

import sqlite3
import time
import uuid
from dataclasses import dataclass
from typing import Literal

from app.embedded.storage.database import Database


@dataclass(frozen=True)
class Upload:
    """``size`` in bytes."""

    id: str
    name: str
    extension: str
    mime_type: str
    size: int
    created_at: int


@dataclass(frozen=True)
class Attachment:
    """A file of a message: an upload, or an address elsewhere (then ``upload_id`` and what follows are None).

    ``belongs_to`` is ``user`` for a file of the question, and ``assistant`` for one that the answer made.
    """

    id: str
    upload_id: str | None
    url: str
    belongs_to: str
    name: str | None
    mime_type: str | None
    size: int | None


@dataclass(frozen=True)
class Content:
    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True)
class Made:
    """A file that an answer made: as a file of its message, and as what is kept."""

    id: str
    upload_id: str


class Uploads:
    """Those of the app with the slug ``app``."""

    def __init__(self, database: Database, app: str):
        self._database = database
        self._app = app

    def add(self, user: str, name: str, extension: str, mime_type: str, content: bytes) -> Upload:
        with self._database.transaction() as connection:
            return self._insert(connection, user, name, extension, mime_type, content)

    def attach(self, message_id: str, user: str, name: str, mime_type: str, content: bytes) -> Made | None:
        """Keeps a file that an answer made; None where the message is gone."""
        with self._database.transaction() as connection:
            if connection.execute("SELECT 1 FROM messages WHERE id = ?", (message_id,)).fetchone() is None:
                return None
            upload = self._insert(connection, user, name, name.rpartition(".")[2], mime_type, content)
            made = Made(str(uuid.uuid4()), upload.id)
            connection.execute(
                "INSERT INTO message_files (id, message_id, upload_id, belongs_to) VALUES (?, ?, ?, 'assistant')",
                (made.id, message_id, made.upload_id),
            )
        return made

    def _insert(
        self, connection: sqlite3.Connection, user: str, name: str, extension: str, mime_type: str, content: bytes
    ) -> Upload:
        upload = Upload(str(uuid.uuid4()), name, extension, mime_type, len(content), int(time.time()))
        connection.execute(
            "INSERT INTO uploads (id, app, user, name, extension, mime_type, content, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (upload.id, self._app, user, name, extension, mime_type, content, upload.created_at),
        )
        return upload

    def belongs_to(self, upload_id: str, user: str) -> bool:
        with self._database.transaction() as connection:
            row = connection.execute(
                "SELECT 1 FROM uploads WHERE id = ? AND app = ? AND user = ?", (upload_id, self._app, user)
            ).fetchone()
        return row is not None

    def content(self, file_id: str) -> Content | Literal["denied"] | None:
        """A file by its own id or by its id in a message; ``denied`` where it is another app's."""
        with self._database.transaction() as connection:
            row = connection.execute(
                "SELECT app, name, mime_type, content FROM uploads"
                " WHERE id = ?1 OR id = (SELECT upload_id FROM message_files WHERE id = ?1)",
                (file_id,),
            ).fetchone()
        if row is None:
            return None
        return Content(row["name"], row["mime_type"], row["content"]) if row["app"] == self._app else "denied"


class Contents:
    """The bytes of files, whosever they are: for addresses that were signed."""

    def __init__(self, database: Database):
        self._database = database

    def read(self, upload_id: str) -> Content | None:
        with self._database.transaction() as connection:
            row = connection.execute(
                "SELECT name, mime_type, content FROM uploads WHERE id = ?", (upload_id,)
            ).fetchone()
        return Content(**dict(row)) if row else None
