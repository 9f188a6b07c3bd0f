"""All that a server keeps of one person, as files of a ZIP. Pure: rows of the ledger in, JSON out.

What is in which file stands in :data:`README`, which goes with them.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from app.export.names import file_name

README = """\
All that this server keeps of one person, and what its apps told of them when this was made.

person.json
    In no app: account (never the password), where they are signed in, and what they keep as a service agent.
apps/<app>/other.json
    What belongs to no conversation, such as files that were uploaded and not sent.
apps/<app>/conversations/<id>.json
    "conversation" is the conversation as its person reads it: questions, answers in Markdown, sources, steps, ratings.
    "rows" is what the server has of it, by the names of its tables; who is named by an id there is somebody's user id.
    "complete" is false where the app could not be asked for all of it.
apps/<app>/files/<id> <name>
    The files of questions and answers, as far as the app still gives them.
missing.txt
    Where there is one: what could not be had.

All files are JSON in UTF-8 but for the files themselves. Times are UTC (ISO 8601). Nothing is in it that opens
anything: no passwords, no tokens, no links of shared conversations. Not here at all: drafts and messages that wait to
be sent, which are in the person's own browser; how many questions were counted for the limits, which is forgotten
within a day; the index of the search, which is made of the rest; and what the apps keep besides conversations.
"""


def listed(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Rows by the names of their tables, laid out to be read; ends with a line break."""
    return _json(readable(tables))


def talk(conversation: Mapping[str, Any], tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """One conversation: as it is read (``app.export.data``), and what the server has of it."""
    return _json({"conversation": conversation, "complete": conversation["complete"], "rows": readable(tables)})


def readable(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    return {name: [{key: _time(key, it) for key, it in row.items()} for row in rows] for name, rows in tables.items()}


def named(id: str, name: str = "") -> str:
    """A file's name in the ZIP, which every system takes."""
    return " ".join(filter(None, (file_name(id, "none", 0.0), file_name(name, "file", 0.0) if name else "")))


def _time(column: str, value: Any) -> Any:
    """Seconds of the epoch as a time; 0 is none."""
    if not isinstance(value, float) or not (column.endswith("_at") or column in ("at", "read_until")):
        return value
    return datetime.fromtimestamp(value, UTC).isoformat(timespec="milliseconds") if value > 0 else None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "replace").decode() + "\n"
