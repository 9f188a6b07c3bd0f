"""When people are there for an app: days of the week and times of the day, in a time zone. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"([a-z, -]+?) +(\d{1,2}):(\d\d) *- *(\d{1,2}):(\d\d)", re.ASCII)


@dataclass(frozen=True)
class Span:
    """On each of those days (0 is Monday) from one time to another: up to the next day's where that is not later."""

    days: frozenset[int]
    begins: time
    ends: time


@dataclass(frozen=True)
class Hours:
    """Without any ``spans`` somebody may be there at any time."""

    spans: tuple[Span, ...] = ()
    zone: ZoneInfo = ZoneInfo("UTC")

    def opens(self, now: float) -> float:
        """When they begin again, in seconds of the epoch; 0 while they last."""
        today = datetime.fromtimestamp(now, self.zone).date()
        times = list(self._around(today)) if self.spans else [(0.0, float("inf"))]
        if any(begins <= now < ends for begins, ends in times):
            return 0.0
        return min(begins for begins, _ in times if begins > now)

    def _around(self, today: date) -> Iterator[tuple[float, float]]:
        """From yesterday, whose night may last, to the same day of the week after the next: of one day a year there is
        nothing that falls into the hour by which the clock is put forward."""
        for day in (today + timedelta(days=number) for number in range(-1, 15)):
            for span in self.spans:
                if day.weekday() in span.days:
                    last = day if span.begins < span.ends else day + timedelta(days=1)
                    begins, ends = self._at(day, span.begins), self._at(last, span.ends)
                    if begins < ends:
                        yield begins, ends

    def _at(self, day: date, clock: time) -> float:
        return datetime.combine(day, clock, self.zone).timestamp()


def spans_of(lines: Sequence[str]) -> tuple[Span, ...]:
    """As ``mon-fri 09:00-17:00`` and ``sat, sun 10:00-14:00`` say them; raises ``ValueError`` for what does not."""
    return tuple(_span(line) for line in lines)


def _span(line: str) -> Span:
    if (found := _SPAN.fullmatch(line.strip().lower())) is None:
        raise ValueError(line)
    days, *clock = found.groups()
    hour, minute, until, past = map(int, clock)
    ends = time(0) if (until, past) == (24, 0) else time(until, past)
    return Span(frozenset(day for part in days.split(",") for day in _days(part)), time(hour, minute), ends)


def _days(part: str) -> Iterator[int]:
    first, *last = (DAYS.index(name.strip()) for name in part.split("-"))
    if len(last) > 1:
        raise ValueError(part)
    yield first
    while last and first != last[0]:
        first = (first + 1) % 7
        yield first
