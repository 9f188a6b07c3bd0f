"""One's conversations: in the list, found by the search, shared by a link."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ConversationRow:
    """A line of the sidebar. ``id`` is the ledger's, ``at`` when something last came of it, in seconds of the epoch.

    ``running``: an answer is being written in it; ``unread``: one has ended since its person last looked. One that is
    ``leaving`` is about to be deleted, and can still be had back. ``spoken`` is when something last came that was not
    the app's.
    """

    id: str = ""
    name: str = ""
    at: float = 0.0
    pinned: bool = False
    archived: bool = False
    running: bool = False
    unread: bool = False
    leaving: bool = False
    spoken: float = 0.0


@dataclass(frozen=True)
class Piece:
    """A piece of a text; ``marked`` where it is what was looked for."""

    text: str = ""
    marked: bool = False


@dataclass(frozen=True)
class Found:
    """What a search found: a conversation by its title, or the turn ``turn_id`` in it, with a passage of its ``text``.

    ``at`` is in seconds of the epoch; ``asked`` where the passage is of the question.
    """

    conversation_id: str = ""
    turn_id: str = ""
    title: list[Piece] = field(default_factory=list)
    text: list[Piece] = field(default_factory=list)
    at: float = 0.0
    asked: bool = False


@dataclass(frozen=True)
class SharedLink:
    """A link by which others read a conversation. Times are seconds of the epoch; ``opened`` counts its readings.

    ``expires_at`` is 0 for one that works until it is taken back.
    """

    id: str = ""
    title: str = ""
    made_at: float = 0.0
    expires_at: float = 0.0
    opened: int = 0
