"""Runs of a flow, which outlive the server while they wait for a person; and the forms that they wait for."""

import json
import sqlite3
import time
from dataclasses import dataclass
from typing import Any, Literal

from app.embedded.storage.database import Database

_OF_USER = (
    "SELECT runs.*, conversation_id, user, answer AS text FROM runs JOIN messages ON messages.id = message_id"
    " JOIN conversations ON conversations.id = conversation_id"
)


_FORMS = (
    "FROM forms JOIN runs ON runs.id = run_id JOIN messages ON messages.id = message_id"
    " JOIN conversations ON conversations.id = conversation_id"
)


@dataclass(frozen=True)
class Run:
    """``text`` is the answer so far, ``events`` those of the stream but for its text, ``state`` what a flow goes on
    with after a pause. Times are whole seconds of the Unix epoch, ``elapsed`` in seconds."""

    id: str
    user: str
    conversation_id: str
    message_id: str
    task_id: str
    status: str
    inputs: dict[str, Any]
    outputs: Any
    error: str | None
    events: list[dict[str, Any]]
    state: dict[str, Any]
    text: str
    steps: int
    elapsed: float
    created_at: int
    finished_at: int | None


@dataclass(frozen=True)
class Form:
    """``definition`` is the ``data`` of ``human_input_required``; ``expires_at`` a second of the Unix epoch."""

    token: str
    id: str
    run_id: str
    definition: dict[str, Any]
    status: Literal["open", "submitted", "expired"]
    expires_at: float
    action: str | None
    inputs: dict[str, Any] | None


class Runs:
    """Those of the app with the slug ``app``."""

    def __init__(self, database: Database, app: str):
        self._database = database
        self._app = app

    def begin(self, run_id: str, message_id: str, task_id: str, inputs: dict[str, Any], created_at: int) -> None:
        with self._database.transaction() as connection:
            # Nothing where the conversation was deleted meanwhile.
            connection.execute(
                "INSERT INTO runs (id, message_id, task_id, status, inputs, created_at)"
                " SELECT ?, id, ?, 'running', ?, ? FROM messages WHERE id = ?",
                (run_id, task_id, json.dumps(inputs), created_at, message_id),
            )

    def pause(self, run: Run, form: Form) -> None:
        """Keeps a run that waits for a form."""
        with self._database.transaction() as connection:
            self._save(connection, run)
            connection.execute(
                "INSERT INTO forms (token, id, run_id, definition, expires_at)"
                " SELECT ?, ?, id, ?, ? FROM runs WHERE id = ?",
                (form.token, form.id, json.dumps(form.definition), form.expires_at, form.run_id),
            )

    def save(self, run: Run) -> None:
        with self._database.transaction() as connection:
            self._save(connection, run)

    def get(self, run_id: str, user: str | None = None) -> Run | None:
        """None where it does not exist, or is another app's, or another user's than the one who is named."""
        with self._database.transaction() as connection:
            row = connection.execute(
                f"{_OF_USER} WHERE runs.id = ? AND app = ? AND user = coalesce(?, user)", (run_id, self._app, user)
            ).fetchone()
        return _run(row) if row else None

    def form(self, token: str) -> Form | None:
        with self._database.transaction() as connection:
            row = connection.execute(
                f"SELECT forms.* {_FORMS} WHERE token = ? AND app = ?", (token, self._app)
            ).fetchone()
        return _form(row) if row else None

    def forms_of(self, message_id: str) -> list[Form]:
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT forms.* FROM forms JOIN runs ON runs.id = run_id WHERE message_id = ?", (message_id,)
            ).fetchall()
        return [_form(row) for row in rows]

    def submit(self, token: str, action: str, inputs: dict[str, Any]) -> bool:
        """Whether this answer was the first, and came in time. The run then runs again."""
        with self._database.transaction() as connection:
            changed = connection.execute(
                "UPDATE forms SET status = 'submitted', action = ?, inputs = ?"
                " WHERE token = ? AND status = 'open' AND expires_at > ?",
                (action, json.dumps(inputs), token, time.time()),
            )
            if changed.rowcount:
                _wake(connection, token)
        return changed.rowcount == 1

    def expire(self) -> list[Form]:
        """The forms whose time is over, each once. Their runs then run again."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                f"SELECT forms.* {_FORMS} WHERE app = ? AND forms.status = 'open' AND expires_at <= ?",
                (self._app, time.time()),
            ).fetchall()
            for row in rows:
                connection.execute("UPDATE forms SET status = 'expired' WHERE token = ?", (row["token"],))
                _wake(connection, row["token"])
        return [_form(row) for row in rows]

    def next_end(self) -> float | None:
        """When the next open form expires, in seconds of the Unix epoch."""
        with self._database.transaction() as connection:
            [end] = connection.execute(
                f"SELECT min(expires_at) {_FORMS} WHERE app = ? AND forms.status = 'open'", (self._app,)
            ).fetchone()
        return None if end is None else float(end)

    def _save(self, connection: sqlite3.Connection, run: Run) -> None:
        connection.execute(
            "UPDATE runs SET status = ?, outputs = ?, error = ?, events = ?, state = ?, steps = ?, elapsed = ?,"
            " finished_at = ? WHERE id = ?",
            (
                run.status, json.dumps(run.outputs), run.error, json.dumps(run.events), json.dumps(run.state),
                run.steps, run.elapsed, run.finished_at, run.id,
            ),
        )  # fmt: skip


def _wake(connection: sqlite3.Connection, token: str) -> None:
    """A crash from here on is told in run and message as one in any other answer."""
    connection.execute(
        "UPDATE runs SET status = 'running' WHERE id = (SELECT run_id FROM forms WHERE token = ?)", (token,)
    )
    connection.execute(
        "UPDATE messages SET finished = 0 WHERE id ="
        " (SELECT message_id FROM runs JOIN forms ON run_id = runs.id WHERE token = ?)",
        (token,),
    )


def _run(row: sqlite3.Row) -> Run:
    found = dict(row)
    for name in ("inputs", "outputs", "events", "state"):
        found[name] = json.loads(found[name])
    return Run(**found)


def _form(row: sqlite3.Row) -> Form:
    found = dict(row)
    inputs = found["inputs"]
    return Form(**found | {"definition": json.loads(found["definition"]), "inputs": inputs and json.loads(inputs)})
