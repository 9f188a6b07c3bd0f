"""Taking conversations along: export, shared links, erasing."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class TakingWords:
    pass
