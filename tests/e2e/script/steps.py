"""The steps, one at a time."""

import re
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Say:
    """A piece of the answer."""

    text: str


@dataclass(frozen=True)
class Send:
    """An event. What its ``body`` leaves out and real servers send (ids, times) is filled in: the answer's own."""

    body: Json


@dataclass(frozen=True)
class SendFile:
    """A file of the assistant's, as a ``message_file`` with a signed address of the stand-in's own."""

    data: bytes
    name: str = "picture.png"
    media_type: str = "image/png"
    type: str = "image"


@dataclass(frozen=True)
class Raw:
    """Bytes as one chunk of the network. ``{ids}`` in them is filled in with the ids of the answer, as JSON."""

    data: bytes


@dataclass(frozen=True)
class Recorded:
    """A chunk of a recorded stream. Its ids become the answer's own, its files the stand-in's."""

    data: bytes
    task_id: str
    message_id: str
    conversation_id: str

    @property
    def ends(self) -> bool:
        return b'"event": "message_end"' in self.data


@dataclass(frozen=True)
class Rest:
    seconds: float


@dataclass(frozen=True)
class Hold:
    """Wait until the test lets go of the hold of this name, or the answer is stopped."""

    name: str = ""


@dataclass(frozen=True)
class Cut:
    """Drop the connection."""


@dataclass(frozen=True)
class Leave:
    """End the connection in good order, whatever is missing."""


@dataclass(frozen=True)
class End:
    metadata: Json = field(default_factory=dict)


Wait = Rest | Hold | Cut  # what any operation can be made to do before it answers
Step = Say | Send | SendFile | Raw | Recorded | Leave | End | Wait


def error(code: str, message: str, status: int) -> Send:
    return Send({"event": "error", "code": code, "message": message, "status": status})


def numbered(query: str) -> list[Step]:
    """Words ``w0 w1 …``, a paragraph each sixty, as the question's own text asks for them."""
    length = int(found[1]) if (found := re.search(r"LEN=(\d+)", query)) else 12
    delay = int(found[1]) / 1000 if (found := re.search(r"DELAY=(\d+)", query)) else 0.005
    steps: list[Step] = []
    for number in range(length):
        steps += [Say(("\n\n" if number and number % 60 == 0 else " ") + f"w{number}"), Rest(delay)]
    return [*steps, End()]
