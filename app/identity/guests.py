"""Whom a host names by a token of its own; apart from how that is read, which takes a library of 10 MB."""

from collections.abc import Mapping
from dataclasses import dataclass

LONGEST = 3_600  # seconds for which a token may be good: it is for the moment in which the page opens
LEEWAY = 30  # seconds by which the host's clock may be ahead

OURS = ("visitor-", "oidc:", "local:", "proxy:")  # how the ids begin that this server gives; no host names anybody so

Value = str | int | float | bool


class Unbelieved(Exception):
    """A token proves nobody. The text says why; it quotes nothing of the token."""


@dataclass(frozen=True)
class Guest:
    """Whom a host's token names; ``id`` is the token's own, ``issued`` and ``expires`` are seconds of the epoch."""

    user: str
    name: str
    inputs: Mapping[str, Value]
    id: str
    issued: float
    expires: float
