"""What has changed between two states of a thread. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.views import Turn


@dataclass(frozen=True)
class Change:
    """At the place ``at``, from 0, ``gone`` turns leave the thread and ``turns`` come in their stead."""

    at: int
    gone: int
    turns: list[Turn]


def changes(before: Sequence[Turn], after: Sequence[Turn]) -> list[Change]:
    """What makes ``after`` of ``before``, made one after another; turns that stand in both are no part of it."""
    places = {turn.id: place for place, turn in enumerate(before)}
    found: list[Change] = []
    coming: list[Turn] = []
    passed = 0  # of those before
    for at, turn in enumerate(after):
        place = places.get(turn.id, -1)
        if place < passed or before[place] != turn:
            coming.append(turn)
            continue
        if coming or place > passed:
            found.append(Change(at - len(coming), place - passed, coming))
        coming, passed = [], place + 1
    if coming or passed < len(before):
        found.append(Change(len(after) - len(coming), len(before) - passed, coming))
    return found
