"""What the console tells of how good answers are."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class QualityTurn:
    """An answer that somebody should look at, in the conversation ``id``, which is empty where that is not here.
    ``rated`` is the upstream's id of it where it was rated; ``reason`` is what was said of it, or the code of its
    error."""

    key: str = ""
    app: str = ""
    app_name: str = ""
    id: str = ""
    rated: str = ""
    question: str = ""
    answer: str = ""
    reason: str = ""
    at: float = 0.0
    done: bool = False


@dataclass(frozen=True)
class QualityCount:
    """How many there are of something that has a ``name``: of a document, or of errors by their code."""

    key: str = ""
    app_name: str = ""
    name: str = ""
    count: int = 0


@dataclass(frozen=True)
class QualityPage:
    """Some turns, the newest first. There are ``older`` ones, or ``newer`` ones."""

    turns: list[QualityTurn] = field(default_factory=list)
    older: bool = False
    newer: bool = False


@dataclass(frozen=True)
class QualityBoard:
    """``elsewhere`` are bad ratings of conversations that are not here; ``cites`` where an app names sources."""

    bad: QualityPage = field(default_factory=QualityPage)
    elsewhere: QualityPage = field(default_factory=QualityPage)
    documents: list[QualityCount] = field(default_factory=list)
    errors: list[QualityCount] = field(default_factory=list)
    failed: QualityPage = field(default_factory=QualityPage)
    uncited: QualityPage = field(default_factory=QualityPage)
    cites: bool = False
