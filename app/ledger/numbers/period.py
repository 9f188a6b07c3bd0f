"""Days as they are in somebody's time zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import BigInteger, ColumnElement, case
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.functions import FunctionElement

from app.ledger.numbers.rows import QUARTER

DAY = 86_400
LONGEST = 366  # days
_FIRST_DAY = date(1970, 1, 1)


class _whole(FunctionElement[int]):
    """Of a moment its seconds, without what follows the point."""

    type = BigInteger()
    inherit_cache = True


@compiles(_whole)
def _truncated(element: Any, compiler: Any, **given: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **given)} AS INTEGER)"


@compiles(_whole, "postgresql")
def _floored(element: Any, compiler: Any, **given: Any) -> str:
    """There a cast rounds."""
    return f"CAST(floor({compiler.process(element.clauses, **given)}) AS BIGINT)"


@dataclass(frozen=True)
class Period:
    """From the ``first`` day to the ``last``, both of them whole, in a zone of the time zone database."""

    first: date
    last: date
    zone: str = "UTC"

    @classmethod
    def of(cls, first: str, last: str, zone: str) -> "Period":
        """Of two ISO dates. Raises :class:`ValueError` where they are none, or no period of at most a year, or there
        is no such zone."""
        period = cls(date.fromisoformat(first), date.fromisoformat(last), zone)
        if (
            not 0 <= (period.last - period.first).days < LONGEST
            or not 1970 < period.first.year <= period.last.year < MAXYEAR
        ):
            raise ValueError(f"a period has 1 to {LONGEST} days")
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, OSError) as error:
            raise ValueError("there is no such time zone") from error
        return period

    @property
    def begin(self) -> float:
        """In seconds of the epoch."""
        return self._midnight(self.first)

    @property
    def end(self) -> float:
        return self._midnight(self.last + timedelta(1))

    @property
    def days(self) -> Iterator[date]:
        yield from (self.first + timedelta(number) for number in range((self.last - self.first).days + 1))

    def number_of(self, at: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[int]:
        """The number of the day in which a moment was, for :func:`day`."""
        *before, (_, offset) = self._offsets
        now = case(*((at < until, earlier) for until, earlier in before), else_=offset) if before else offset
        return (_whole(at) + now) // DAY

    @cached_property
    def _offsets(self) -> list[tuple[float, int]]:
        """The zone's offsets to UTC in seconds, each with the moment until which it was so."""
        at, found = self.begin, list[tuple[float, int]]()
        while at < self.end:
            offset, until = self._offset(at), min(at + DAY, self.end)
            if self._offset(until) != offset:
                until = self._change(at, until)
            if found and found[-1][1] == offset:
                found.pop()
            found.append((until, offset))
            at = until
        return found

    def _change(self, before: float, after: float) -> float:
        """When the offset changed, between two moments of less than two changes."""
        offset = self._offset(before)
        while after - before > QUARTER:
            middle = before + (after - before) // 2 // QUARTER * QUARTER
            before, after = (middle, after) if self._offset(middle) == offset else (before, middle)
        return after

    def _offset(self, at: float) -> int:
        offset = datetime.fromtimestamp(at, ZoneInfo(self.zone)).utcoffset()
        return int(offset.total_seconds()) if offset else 0

    def _midnight(self, day: date) -> float:
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.zone)).timestamp()


def day(number: int) -> date:
    return _FIRST_DAY + timedelta(number)
