"""When people are there for an app."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.catalog.hours import Hours, spans_of

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str, zone: ZoneInfo = BERLIN) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=zone).timestamp()


@pytest.mark.parametrize(
    ("lines", "now", "opens"),
    [
        ([], "2026-11-27T03:00", ""),
        (["mon-fri 09:00-17:00"], "2026-11-27T09:00", ""),  # a Friday
        (["mon-fri 09:00-17:00"], "2026-11-27T08:59", "2026-11-27T09:00"),
        (["mon-fri 09:00-17:00"], "2026-11-27T17:00", "2026-11-30T09:00"),
        (["Mon-Fri 9:00 - 17:00", "sat, sun 10:00-12:00"], "2026-11-27T18:00", "2026-11-28T10:00"),
        (["fri 09:00-12:00", "fri 13:00-17:00"], "2026-11-27T12:30", "2026-11-27T13:00"),
        (["fri 22:00-06:00"], "2026-11-28T05:59", ""),
        (["fri 22:00-06:00"], "2026-11-28T06:00", "2026-12-04T22:00"),
        (["fri-mon 00:00-24:00"], "2026-11-29T23:59", ""),
        (["fri-mon 00:00-24:00"], "2026-12-01T00:00", "2026-12-04T00:00"),
        (["mon-sun 00:00-00:00"], "2026-12-01T00:00", ""),
        (["sun 03:00-04:00"], "2027-03-28T01:59", "2027-03-28T03:00"),  # the night that has no two o'clock
        (["sun 02:30-03:00"], "2027-03-27T12:00", "2027-04-04T02:30"),  # nor, then, anybody who is there from half past
        (["sun 02:30-03:00"], "2027-03-21T03:00", "2027-04-04T02:30"),
        (["sat 22:00-02:00"], "2027-03-28T01:59", ""),
        (["sat 22:00-02:00"], "2027-03-28T03:00", "2027-04-03T22:00"),
        (["sat 22:00-04:00"], "2026-10-25T03:59", ""),  # the night that has two o'clock twice
        (["sat 22:00-04:00"], "2026-10-25T04:00", "2026-10-31T22:00"),
    ],
)
def test_when_they_begin_again(lines, now, opens):
    assert Hours(spans_of(lines), BERLIN).opens(at(now)) == (at(opens) if opens else 0.0)


def test_they_are_of_their_time_zone():
    hours = Hours(spans_of(["fri 09:00-10:00"]), ZoneInfo("Asia/Tokyo"))
    assert hours.opens(at("2026-11-27T00:30", ZoneInfo("UTC"))) == 0.0
    assert hours.opens(at("2026-11-27T09:30", ZoneInfo("UTC"))) == at("2026-12-04T00:00", ZoneInfo("UTC"))


@pytest.mark.parametrize(
    "line", ["", "mon", "09:00-17:00", "moon 09:00-17:00", "mon 9-17", "mon 09:00-25:00", "mon 09:60-10:00",
             "mon-tue-wed 09:00-10:00", "mon, 09:00-10:00", "mon 09:00-17:00 UTC"],
)  # fmt: skip
def test_what_says_no_hours_is_none(line):
    with pytest.raises(ValueError, match=r".*"):
        spans_of([line])
