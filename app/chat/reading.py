"""How far the upstream's list of conversations was read. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Piece:
    """A page of the upstream's list: times by id."""

    times: Mapping[str, float]
    has_more: bool


@dataclass(frozen=True)
class Read:
    """How far the list was read: the times of the upstream's conversations by id, and whether there are older ones."""

    times: Mapping[str, float] = field(default_factory=dict)
    has_more: bool = True

    @property
    def since(self) -> float:
        """What is older has not been read (seconds of the epoch)."""
        return min(self.times.values(), default=0.0) if self.has_more else 0.0

    def newest(self, piece: Piece) -> "Read":
        """With the first page, read anew. Where much has come before what was read, the list begins anew."""
        if piece.has_more and not any(id in self.times for id in piece.times):
            return Read(piece.times, True)
        return Read({**self.times, **piece.times}, self.has_more and piece.has_more)

    def older(self, piece: Piece) -> "Read":
        return Read({**self.times, **piece.times}, piece.has_more and any(id not in self.times for id in piece.times))
