"""A question, its answer, and how that came about."""

from dataclasses import dataclass, field
from typing import Literal

from app.views.files import Attachment
from app.views.forms import HumanForm
from app.views.notices import Notice

Status = Literal["running", "waiting", "done", "stopped", "failed", "interrupted"]


@dataclass(frozen=True)
class Citation:
    """A cited passage. ``score`` is a percentage as text, empty where the server gave none; ``content`` is plain.

    ``link`` is an address of the document, where its metadata has one.
    """

    position: int = 0
    document: str = ""
    content: str = ""
    score: str = ""
    page: str = ""
    link: str = ""


@dataclass(frozen=True)
class Thought:
    """A step on the way to an answer: a tool's call, reasoning, a node of a flow, a line of an agent's log.

    ``title`` is the tool, the node or the label, ``labels`` the tool's names by language; ``depth`` is 0, or more for
    what runs within another step. ``input`` and ``result`` are text to read, JSON laid out; ``text`` is Markdown.
    What of it a person sees was decided by the policy.
    """

    id: str = ""
    kind: Literal["tool", "reasoning", "node", "log"] = "tool"
    title: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    depth: int = 0
    state: Literal["running", "waiting", "done", "failed", "stopped"] = "running"
    text: str = ""
    input: str = ""
    result: str = ""
    files: list[Attachment] = field(default_factory=list)


@dataclass(frozen=True)
class Usage:
    """What an answer took: tokens, their price as text with its currency, seconds. All are 0 or empty if unknown."""

    tokens: int = 0
    price: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Turn:
    """One question and its answer. ``id`` is the ledger's; ``notice`` says why there is no (whole) answer.

    ``sent`` are the question's files, ``files`` the answer's. ``at`` is when it was asked, in seconds of the epoch.
    ``number`` of ``count`` says which of the answers to a question that was asked anew it is; ``first``, ``before`` and
    ``after`` are the ids of the first one and of those beside it, and ``parent`` of the turn above.

    What the app has no part in is of another ``kind``: a person was ``called``, ``came`` or ``left``, each by the name
    ``author``, which may be empty; or the ``customer`` wrote the question to them, or the ``person`` the answer.
    """

    id: str = ""
    question: str = ""
    answer: str = ""
    status: str = "done"
    notice: Notice = Notice()
    notes: list[Notice] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    thoughts: list[Thought] = field(default_factory=list)
    forms: list[HumanForm] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    sent: list[Attachment] = field(default_factory=list)
    at: float = 0.0
    rating: str = ""
    usage: Usage = Usage()
    parent: str = ""
    number: int = 1
    count: int = 1
    first: str = ""
    before: str = ""
    after: str = ""
    kind: str = ""
    author: str = ""
