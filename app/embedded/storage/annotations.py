"""Answers that people wrote to questions, and whether they stand for the app's own."""

import sqlite3
import time
import uuid
from dataclasses import dataclass
from typing import Literal

from app.embedded.storage.database import Database

THRESHOLD = 0.9
"""Where nobody set one."""
Action = Literal["enable", "disable"]


@dataclass(frozen=True)
class Annotation:
    id: str
    question: str
    answer: str
    hit_count: int
    created_at: int


@dataclass(frozen=True)
class Reply:
    """Whether annotations answer, and from which likeness on (0 to 1)."""

    enabled: bool
    score_threshold: float


class Annotations:
    """Those of the app with the slug ``app``."""

    def __init__(self, database: Database, app: str):
        self._database = database
        self._app = app

    def add(self, question: str, answer: str) -> Annotation:
        made = Annotation(str(uuid.uuid4()), question, answer, 0, int(time.time()))
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO annotations (id, app, question, answer, created_at) VALUES (?, ?, ?, ?, ?)",
                (made.id, self._app, question, answer, made.created_at),
            )
        return made

    def all(self, keyword: str = "") -> list[Annotation]:
        """The newest first, those that hold ``keyword`` in question or answer."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT * FROM annotations WHERE app = ? ORDER BY created_at DESC, rowid DESC", (self._app,)
            ).fetchall()
        wanted = keyword.casefold()
        return [_annotation(row) for row in rows if wanted in f"{row['question']}\n{row['answer']}".casefold()]

    def update(self, annotation_id: str, question: str, answer: str) -> Annotation | None:
        with self._database.transaction() as connection:
            row = connection.execute(
                "UPDATE annotations SET question = ?, answer = ? WHERE id = ? AND app = ? RETURNING *",
                (question, answer, annotation_id, self._app),
            ).fetchone()
        return _annotation(row) if row else None

    def delete(self, annotation_id: str) -> bool:
        with self._database.transaction() as connection:
            gone = connection.execute("DELETE FROM annotations WHERE id = ? AND app = ?", (annotation_id, self._app))
        return gone.rowcount == 1

    def hit(self, annotation_id: str) -> None:
        with self._database.transaction() as connection:
            connection.execute("UPDATE annotations SET hit_count = hit_count + 1 WHERE id = ?", (annotation_id,))

    def reply(self) -> Reply:
        with self._database.transaction() as connection:
            row = connection.execute("SELECT * FROM annotation_settings WHERE app = ?", (self._app,)).fetchone()
        return Reply(bool(row["enabled"]), row["score_threshold"]) if row else Reply(True, THRESHOLD)

    def set_reply(self, action: Action, score_threshold: float) -> str:
        """Returns the id of the job that did it; it is done when this returns."""
        job_id = str(uuid.uuid4())
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO annotation_settings VALUES (?, ?, ?) ON CONFLICT (app) DO UPDATE"
                " SET enabled = excluded.enabled, score_threshold = excluded.score_threshold",
                (self._app, action == "enable", score_threshold),
            )
            connection.execute("INSERT INTO annotation_jobs VALUES (?, ?, ?)", (job_id, self._app, action))
        return job_id

    def did(self, job_id: str, action: Action) -> bool:
        with self._database.transaction() as connection:
            row = connection.execute(
                "SELECT 1 FROM annotation_jobs WHERE id = ? AND app = ? AND action = ?", (job_id, self._app, action)
            ).fetchone()
        return row is not None


def _annotation(row: sqlite3.Row) -> Annotation:
    return Annotation(row["id"], row["question"], row["answer"], row["hit_count"], row["created_at"])
