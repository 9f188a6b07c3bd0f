"""Counting an answer when it has ended."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.ledger.numbers.rows import COUNTED, QUARTER, STATUSES, TALLIES, first_of, whole_of

_KEY = ("app", "at", "currency")
_SUMS = ("price", *COUNTED)


def _names(names: tuple[str, ...], each: str) -> str:
    return ", ".join(each.format(name=name) for name in names)


# Made once: to make it anew for each answer takes longer than to carry it out.
_COUNT = text(
    f"INSERT INTO {TALLIES.name} ({_names(_KEY + _SUMS, '{name}')}) VALUES ({_names(_KEY + _SUMS, ':{name}')}) "
    f"ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET {_names(_SUMS, '{name} = tallies.{name} + excluded.{name}')}"
)


@dataclass(frozen=True)
class Measured:
    """What an answer took: seconds until its ``first`` words and the ``whole`` of it, None where nobody knows; tokens
    and their price. An ``uncited`` one was complete and named no source; ``error`` says how it failed."""

    first: float | None = None
    whole: float | None = None
    tokens: int = 0
    price: float = 0.0
    currency: str = ""
    uncited: bool = False
    error: str = ""


UNMEASURED = Measured()


async def tally(session: AsyncSession, app: str, at: float, status: str, measured: Measured) -> None:
    """Count an answer that has ended. It comes last in its transaction: whoever else counts waits for its end."""
    row: dict[str, Any] = dict.fromkeys(_SUMS, 0)
    row |= {"app": app, "at": int(at) // QUARTER * QUARTER, "currency": measured.currency if measured.price else ""}
    row |= {"price": measured.price, "tokens": measured.tokens}
    ended = status in STATUSES  # one that waits for a form goes on
    if ended:
        row |= {status: 1, "uncited": int(measured.uncited)}
    if ended and measured.first is not None:
        row[first_of(measured.first)] = 1
    if ended and measured.whole is not None:
        row[whole_of(measured.whole)] = 1
    await session.execute(_COUNT, row)
