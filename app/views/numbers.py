"""The board of numbers of the console."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class NumbersRow:
    """Of a day, which is the ``key`` as an ISO date, of an app, or of all together. ``users`` began the conversations.

    Of the resolved ones the app has dealt with some ``alone``, a person with others ``together`` with it; ``escalated``
    are all that a person had. ``first`` and ``whole`` are the seconds within which half of the answers began and were
    there, the ``slow`` ones those of 95 in a hundred; None where nothing is known. ``prices`` are by currency,
    ``price`` is of the one that most was paid in.
    """

    key: str = ""
    name: str = ""
    conversations: int = 0
    answers: int = 0
    users: int = 0
    alone: int = 0
    together: int = 0
    escalated: int = 0
    good: int = 0
    bad: int = 0
    first: float | None = None
    first_slow: float | None = None
    whole: float | None = None
    whole_slow: float | None = None
    tokens: int = 0
    price: float = 0.0
    prices: dict[str, float] = field(default_factory=dict)
    errors: int = 0
    stopped: int = 0
    uncited: int = 0


@dataclass(frozen=True)
class NumbersBoard:
    """``usage`` and ``costs`` say whether whoever looks may see tokens and prices."""

    total: NumbersRow = NumbersRow()
    days: list[NumbersRow] = field(default_factory=list)
    apps: list[NumbersRow] = field(default_factory=list)
    usage: bool = False
    costs: bool = False
