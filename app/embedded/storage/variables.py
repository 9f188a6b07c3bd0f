"""The variables of a conversation, which its flow and its person may set."""

import json
import sqlite3
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.embedded.storage.database import Database


@dataclass(frozen=True)
class Kind:
    """A variable that each conversation of an app has. ``value_type`` is string, number or array[string]."""

    name: str
    value_type: str
    default: Any
    description: str


@dataclass(frozen=True)
class Variable:
    id: str
    name: str
    value_type: str
    value: Any
    description: str
    created_at: int
    updated_at: int


def fits(value_type: str, value: object) -> bool:
    match value_type:
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "array[string]":
            return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, str)


class Variables:
    def __init__(self, database: Database):
        self._database = database

    def begin(self, conversation_id: str, kinds: Sequence[Kind]) -> None:
        """Gives the conversation those that it does not have yet."""
        now = int(time.time())
        rows = [(kind.name, kind.value_type, json.dumps(kind.default), kind.description) for kind in kinds]
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO variables SELECT ?, id, ?, ?, ?, ?, ?, ? FROM conversations WHERE id = ?",
                [(str(uuid.uuid4()), *row, now, now, conversation_id) for row in rows],
            )

    def values(self, conversation_id: str) -> dict[str, Any]:
        return {variable.name: variable.value for variable in self.list(conversation_id)}

    def list(self, conversation_id: str) -> list[Variable]:
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT * FROM variables WHERE conversation_id = ? ORDER BY rowid", (conversation_id,)
            ).fetchall()
        return [_variable(row) for row in rows]

    def set(self, conversation_id: str, values: dict[str, Any]) -> None:
        """Sets them by name."""
        with self._database.transaction() as connection:
            connection.executemany(
                "UPDATE variables SET value = ?, updated_at = ? WHERE conversation_id = ? AND name = ?",
                [(json.dumps(value), int(time.time()), conversation_id, name) for name, value in values.items()],
            )


def _variable(row: sqlite3.Row) -> Variable:
    found = {name: row[name] for name in row.keys() if name != "conversation_id"}  # noqa: SIM118 - a row iterates values
    return Variable(**found | {"value": json.loads(row["value"])})
