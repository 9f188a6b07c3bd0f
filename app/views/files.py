"""Files in a turn or a form, and which ones may be given."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["image", "document", "audio", "video", "custom"]


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
