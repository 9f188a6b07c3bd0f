"""What a person is told, and what helps."""

from dataclasses import dataclass, field
from typing import Literal

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
