"""Images that people uploaded, kept in the database with the conversation's other rows."""

import time
import uuid
from dataclasses import dataclass

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
    """A file of a question: an upload, or an address elsewhere (then ``upload_id`` and what follows are None)."""

    id: str
    upload_id: str | None
    url: str
    name: str | None
    mime_type: str | None
    size: int | None


class Uploads:
    def __init__(self, database: Database):
        self._database = database

    def add(self, user: str, name: str, extension: str, mime_type: str, content: bytes) -> Upload:
        upload = Upload(str(uuid.uuid4()), name, extension, mime_type, len(content), int(time.time()))
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO uploads (id, user, name, extension, mime_type, content, created_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (upload.id, user, name, extension, mime_type, content, upload.created_at),
            )
        return upload

    def belongs_to(self, upload_id: str, user: str) -> bool:
        with self._database.transaction() as connection:
            row = connection.execute("SELECT 1 FROM uploads WHERE id = ? AND user = ?", (upload_id, user)).fetchone()
        return row is not None

    def content(self, upload_id: str) -> tuple[bytes, str] | None:
        """The bytes and their media type."""
        with self._database.transaction() as connection:
            row = connection.execute("SELECT content, mime_type FROM uploads WHERE id = ?", (upload_id,)).fetchone()
        return (row["content"], row["mime_type"]) if row else None
