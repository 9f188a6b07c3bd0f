"""What is about to be said: the queue, earlier questions, limits."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ComposerWords:
    pass
