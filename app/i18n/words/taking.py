"""Taking conversations along: export, shared links, erasing."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class TakingWords:
    # What was taken along.
    taken_from: str
    taken_in_part: str
    taken_version: str
    taken_running: str
    list_in_part: str
