"""What an answer of the stand-in upstream is made of: a list of steps."""

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
    """An event with the ids of the answer; ``body`` stands before them."""

    body: Json


@dataclass(frozen=True)
class Raw:
    """Bytes as one chunk of the network. ``{ids}`` in them is filled in with the ids of the answer, as JSON."""

    data: bytes


@dataclass(frozen=True)
class Rest:
    seconds: float


@dataclass(frozen=True)
class Hold:
    """Wait until the test lets go, or the answer is stopped."""


@dataclass(frozen=True)
class Cut:
    """Drop the connection."""


@dataclass(frozen=True)
class Leave:
    """End the connection in good order, whatever is missing."""


@dataclass(frozen=True)
class End:
    metadata: Json = field(default_factory=dict)


Step = Say | Send | Raw | Rest | Hold | Cut | Leave | End


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
