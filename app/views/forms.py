"""Forms: before a chat and in mid-answer, and what was filled in."""

from dataclasses import dataclass, field
from typing import Literal

from app.views.files import Attachment, Limits


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
