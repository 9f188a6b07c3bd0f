"""What the page renders: frozen dataclasses, already cut to what this person may see."""

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["running", "done", "stopped", "failed", "interrupted"]


@dataclass(frozen=True)
class Notice:
    """Something to tell a person: a key of the catalogue and its arguments. An empty key is nothing to tell."""

    key: str = ""
    args: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Citation:
    """A cited passage. ``score`` is a percentage as text, empty where the server gave none; ``content`` is plain."""

    position: int = 0
    document: str = ""
    content: str = ""
    score: str = ""
    page: str = ""


@dataclass(frozen=True)
class Thought:
    """A step of an agent, by its id. What of it a person sees was decided by the policy."""

    id: str = ""
    position: int = 0
    thought: str = ""
    tool: str = ""
    tool_input: str = ""
    observation: str = ""


@dataclass(frozen=True)
class Attachment:
    """A file in a turn; ``url`` is the upstream's and never reaches a browser."""

    id: str = ""
    type: str = ""
    url: str = ""
    belongs_to: str = ""


@dataclass(frozen=True)
class Turn:
    """One question and its answer. ``id`` is the ledger's; ``notice`` says why there is no (whole) answer."""

    id: str = ""
    question: str = ""
    answer: str = ""
    status: str = "done"
    notice: Notice = Notice()
    notes: list[Notice] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)


@dataclass(frozen=True)
class ConversationRow:
    """A line of the sidebar. ``id`` is the ledger's."""

    id: str = ""
    name: str = ""


@dataclass(frozen=True)
class Field:
    """A control of the input form, with its limit (characters, 0 for none) and its default as text."""

    variable: str = ""
    label: str = ""
    kind: Literal["text", "paragraph", "select", "number", "checkbox"] = "text"
    required: bool = False
    limit: int = 0
    default: str = ""
    options: list[str] = field(default_factory=list)
    hint: str = ""


@dataclass(frozen=True)
class AppFace:
    """How the app presents itself: ``/parameters``, ``/info`` and ``/site``, cut to what a visitor needs."""

    name: str = ""
    icon: str = ""
    icon_background: str = ""
    accent: str = ""
    description: str = ""
    placeholder: str = ""
    disclaimer: str = ""
    opening: str = ""
    opening_template: str = ""
    questions: list[str] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    suggests: bool = False
