"""What helps an agent to answer."""

from dataclasses import dataclass, field

from app.views.notices import Notice
from app.views.turns import Usage


@dataclass(frozen=True)
class PrivateAnswer:
    """What the app answers to an agent alone, as far as it has come; ``notice`` says why it is not whole."""

    text: str = ""
    running: bool = False
    usage: Usage = Usage()
    notice: Notice = Notice()
    notes: list[Notice] = field(default_factory=list)


@dataclass(frozen=True)
class Correction:
    """What the app is to answer to a question; ``known`` where it was corrected before. A ``lasting`` one says nothing
    of who asked."""

    question: str = ""
    answer: str = ""
    known: bool = False
    lasting: bool = False


@dataclass(frozen=True)
class Corrected:
    """That an answer of the thread was corrected; ``author`` is the agent's name, which may be empty."""

    author: str = ""
    at: float = 0.0


@dataclass(frozen=True)
class CannedReply:
    """A reply that is kept to be used again, in those ``apps`` of the agent's, by their ``names`` unless it is in all;
    ``filled`` in for the conversation that is open, where it is for its app, but for the date, which is to be in that
    ``language`` where it is known."""

    id: str = ""
    title: str = ""
    text: str = ""
    apps: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    language: str = ""
    filled: str = ""
