"""What the page renders: frozen dataclasses, already cut to what this person may see."""

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["running", "waiting", "done", "stopped", "failed", "interrupted"]

Kind = Literal["image", "document", "audio", "video", "custom"]


Remedy = Literal["", "again", "change", "wait", "operator"]


@dataclass(frozen=True)
class Notice:
    """Something to tell a person: a key of the catalogue and its arguments. An empty key is nothing to tell.

    ``remedy`` is what helps: to try again, to change something, to wait, or to tell the operator, who finds the error
    in the log by its ``reference``.
    """

    key: str = ""
    args: dict[str, str] = field(default_factory=dict)
    remedy: Remedy = ""
    reference: str = ""


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
class Attachment:
    """A file in a turn. ``id`` is the ledger's: its bytes are had from our own route by it.

    ``link`` is set for one that the person gave as an address: nothing of it is here to show. ``size`` is in bytes.
    """

    id: str = ""
    kind: Kind = "custom"
    name: str = ""
    size: int = 0
    link: bool = False


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
class Limits:
    """The files that an app or a control takes, as plain values for the page as well, which checks before it sends.

    ``extensions`` are in lower case without their dot, by kind; ``max_bytes`` by kind; ``max_count`` for one question;
    ``accept`` is for a file input. No kinds: files are switched off.
    """

    kinds: list[str] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    max_count: int = 0
    max_bytes: dict[str, int] = field(default_factory=dict)
    extensions: dict[str, list[str]] = field(default_factory=dict)
    accept: str = ""


@dataclass(frozen=True)
class Field:
    """A control of a form, with its limit (characters, 0 for none) and its default as text.

    ``limits`` are what a control for a ``file`` or several ``files`` takes; it is filled in with their ids.
    """

    variable: str = ""
    label: str = ""
    kind: Literal["text", "paragraph", "select", "number", "checkbox", "file", "files"] = "text"
    required: bool = False
    limit: int = 0
    default: str = ""
    options: list[str] = field(default_factory=list)
    hint: str = ""
    limits: Limits = Limits()


@dataclass(frozen=True)
class Detail:
    """What a control was filled in with, as ``text`` or as ``files``: what began a conversation, and stays with it."""

    variable: str = ""
    label: str = ""
    kind: str = "text"
    text: str = ""
    files: list[Attachment] = field(default_factory=list)


@dataclass(frozen=True)
class Variable:
    """What a flow keeps in a conversation. ``kind`` is the API's type; ``text`` the value, as JSON unless a string."""

    name: str = ""
    kind: str = "string"
    text: str = ""
    description: str = ""


@dataclass(frozen=True)
class FormPart:
    """A piece of a form's text (Markdown), and the field that stands after it; either may be missing."""

    text: str = ""
    fields: list[Field] = field(default_factory=list)


@dataclass(frozen=True)
class FormAction:
    """A button of a form. ``style`` is one of ``primary default accent ghost``."""

    id: str = ""
    title: str = ""
    style: str = "default"


@dataclass(frozen=True)
class HumanForm:
    """A form that a flow waits for. ``state`` ``elsewhere``: it was put to somebody else.

    ``expires_at`` is in seconds of the Unix epoch (0: never). ``answer`` is the title of the button that was pressed,
    ``answered`` the form as it was filled in (Markdown).
    """

    id: str = ""
    title: str = ""
    parts: list[FormPart] = field(default_factory=list)
    actions: list[FormAction] = field(default_factory=list)
    expires_at: int = 0
    state: Literal["open", "answered", "expired", "elsewhere"] = "open"
    answer: str = ""
    answered: str = ""


@dataclass(frozen=True)
class Turn:
    """One question and its answer. ``id`` is the ledger's; ``notice`` says why there is no (whole) answer.

    ``sent`` are the question's files, ``files`` the answer's. ``at`` is when it was asked, in seconds of the epoch.
    ``number`` of ``count`` says which of the answers to a question that was asked anew it is; ``first``, ``before`` and
    ``after`` are the ids of the first one and of those beside it, and ``parent`` of the turn above.
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


@dataclass(frozen=True)
class ConversationRow:
    """A line of the sidebar. ``id`` is the ledger's, ``at`` when something last came of it, in seconds of the epoch.

    ``running``: an answer is being written in it; ``unread``: one has ended since its person last looked. One that is
    ``leaving`` is about to be deleted, and can still be had back.
    """

    id: str = ""
    name: str = ""
    at: float = 0.0
    pinned: bool = False
    archived: bool = False
    running: bool = False
    unread: bool = False
    leaving: bool = False


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


@dataclass(frozen=True)
class AppCard:
    """An app among others. ``asked`` once it is known whether it answers, ``away`` where it does not."""

    slug: str = ""
    name: str = ""
    description: str = ""
    icon: str = ""
    icon_background: str = ""
    icon_picture: str = ""
    asked: bool = False
    away: bool = False


@dataclass(frozen=True)
class RecentRow(ConversationRow):
    """A line of the list of one's conversations across apps: ``app`` is its app's slug."""

    app: str = ""
    app_name: str = ""


@dataclass(frozen=True)
class FoundIn(Found):
    """What a search across apps found: ``app`` is its app's slug."""

    app: str = ""
    app_name: str = ""


@dataclass(frozen=True)
class Branding:
    """How the operator presents an app; what is empty is as the app says itself."""

    name: str = ""
    description: str = ""
    icon: str = ""
    accent: str = ""


@dataclass(frozen=True)
class ToolIcon:
    """A tool's icon: an emoji on a colour, or the path of a picture. All are empty where the tool has none."""

    content: str = ""
    background: str = ""
    picture: str = ""


@dataclass(frozen=True)
class AppFace:
    """How the app presents itself: ``/parameters``, ``/info`` and ``/site``, cut to what a visitor needs.

    ``hears`` speech, ``speaks`` answers when it is asked to, and ``speaks_first`` new ones by itself. ``privacy`` is
    the address of its privacy policy, by HTTP; one that is no address but a text is ``privacy_text``. ``builds``:
    whoever opens the page may see what builders see.
    """

    name: str = ""
    icon: str = ""
    icon_background: str = ""
    icon_picture: str = ""
    accent: str = ""
    description: str = ""
    placeholder: str = ""
    disclaimer: str = ""
    privacy: str = ""
    privacy_text: str = ""
    copyright: str = ""
    opening: str = ""
    opening_template: str = ""
    questions: list[str] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    suggests: bool = False
    flow: bool = False
    builds: bool = False
    hears: bool = False
    speaks: bool = False
    speaks_first: bool = False
    icons: dict[str, ToolIcon] = field(default_factory=dict)
