"""The name of a file that a conversation is saved as, and how a header says it."""

import re
from datetime import UTC, datetime
from urllib.parse import quote

LONGEST = 80
# Not in a name on one system or another, nor in a line: separators, wildcards, control characters, what turns the
# direction of writing.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def file_name(title: str, fallback: str, at: float) -> str:
    """``2026-11-25 Title``: the day of ``at`` (seconds of the epoch, UTC), and as much of the title as fits."""
    words = " ".join(_NOT_IN_NAMES.sub(" ", title).split())[:LONGEST].strip(" .")
    if not words or _DEVICES.match(words):
        words = " ".join([fallback, words]).strip()
    day = f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d} " if at > 0 else ""
    return f"{day}{words}"


def disposition(name: str) -> str:
    """``Content-Disposition`` for a file to be saved: the name in UTF-8, and in ASCII for who cannot read that."""
    ascii_name = re.sub(r"[^ -~]|[\"\\%]", "_", name)
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='', errors='replace')}"
