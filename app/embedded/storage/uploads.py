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


@dataclass(frozen=True)
class Content:
    content: bytes
    mime_type: str


class Uploads:
    """Those of the app with the slug ``app``."""

    def __init__(self, database: Database, app: str):
        self._database = database
        self._app = app

    def add(self, user: str, name: str, extension: str, mime_type: str, content: bytes) -> Upload:
        upload = Upload(str(uuid.uuid4()), name, extension, mime_type, len(content), int(time.time()))
        with self._database.transaction() as connection:
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


class Contents:
    """The bytes of files, whosever they are: for addresses that were signed."""

    def __init__(self, database: Database):
        self._database = database

    def read(self, upload_id: str) -> Content | None:
        with self._database.transaction() as connection:
            row = connection.execute("SELECT content, mime_type FROM uploads WHERE id = ?", (upload_id,)).fetchone()
        return Content(row["content"], row["mime_type"]) if row else None
