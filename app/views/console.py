"""The console of service agents: a list of everybody's conversations, and one of them."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class InboxLine:
    """A conversation of the list. ``text`` is of its last question, or where it was searched of what was found;
    ``mine`` one that is assigned to the agent. Its person can be reached at ``contact``, and
    waits ``since`` then (0: not at all), at ``late`` for too long."""

    key: str = ""
    app: str = ""
    app_name: str = ""
    id: str = ""
    user: str = ""
    called: str = ""
    name: str = ""
    text: str = ""
    status: str = "open"
    rating: str = ""
    failed: bool = False
    unread: bool = False
    assignee: str = ""
    assignee_name: str = ""
    mine: bool = False
    labels: list[str] = field(default_factory=list)
    at: float = 0.0
    contact: str = ""
    since: float = 0.0
    late: float = 0.0


@dataclass(frozen=True)
class InboxWaiting:
    """A conversation of that ``name`` whose person waits ``since`` then, at ``late`` for too long."""

    key: str = ""
    name: str = ""
    since: float = 0.0
    late: float = 0.0


@dataclass(frozen=True)
class InboxCustomer:
    """Whose a conversation is: ``count`` of them since ``since``, of which ``others`` are the newest besides it. Whose
    name nobody knows has an empty one; a ``visitor`` has come without any, and ``user`` is their id."""

    name: str = ""
    user: str = ""
    visitor: bool = False
    since: float = 0.0
    count: int = 0
    others: list[InboxLine] = field(default_factory=list)


@dataclass(frozen=True)
class InboxNote:
    """What an agent has noted of the conversation, for agents alone; ``mine`` is one of whoever reads it."""

    id: str = ""
    author: str = ""
    mine: bool = False
    text: str = ""
    at: float = 0.0
    edited: bool = False


@dataclass(frozen=True)
class InboxView:
    """A filter that was kept under a name."""

    id: str = ""
    name: str = ""


@dataclass(frozen=True)
class InboxChoice:
    """Something to choose, by its value; ``count`` is how many there are of it, where that is told."""

    value: str = ""
    name: str = ""
    count: int = 0


@dataclass(frozen=True)
class InboxAgent:
    """Another agent who looks at the conversation that is read. The name may be empty."""

    name: str = ""
    writes: bool = False


@dataclass(frozen=True)
class InboxReference:
    """One by which something is found in the log or at the app: the ``name`` is theirs."""

    name: str = ""
    value: str = ""
