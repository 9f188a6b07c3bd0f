"""How much of an answer is kept besides its text. What comes beyond is left out, and the answer says so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.views import Notice

FORMS = 20  # of one answer; a flow seldom asks for more than two

Part = Literal["steps", "files", "sources", "forms"]


@dataclass(frozen=True)
class Room:
    """The steps, the files and the passages of one answer; a setting each."""

    steps: int = 500
    files: int = 100
    sources: int = 100


def noted(notes: Sequence[Notice], parts: frozenset[Part], room: Room) -> list[Notice]:
    """The ``notes`` of an answer, and what there is to say about those ``parts`` where they do not say it."""
    known = {note.key for note in notes}
    return [*notes, *(note for note in told(parts, room) if note.key not in known)]


def told(parts: frozenset[Part], room: Room) -> list[Notice]:
    """What there is to say about those ``parts``, more of which came than there is ``room`` for."""
    return [notice for part, notice in _said(room).items() if part in parts] if parts else []  # as of nearly all turns


def left_out_of(notes: Iterable[Mapping[str, Any]]) -> frozenset[Part]:
    """The parts that recorded notes tell of."""
    keys = {note.get("key") for note in notes}
    return frozenset(part for part, notice in _said(Room()).items() if notice.key in keys)


def _said(room: Room) -> dict[Part, Notice]:
    return {
        "steps": Notice("note_more_steps", {"limit": str(room.steps)}),
        "files": Notice("note_more_files", {"limit": str(room.files)}),
        "sources": Notice("note_more_sources", {"limit": str(room.sources)}),
        "forms": Notice("note_more_forms"),
    }
