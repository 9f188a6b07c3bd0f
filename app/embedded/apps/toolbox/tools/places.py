"""Where a place's clock is: common cities by name, and the zones by theirs."""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from app.embedded.apps.toolbox.tools.tool import ToolError

PLACES = Path(__file__).with_name("places.txt")
"""A line a zone, with the names of its cities and countries in lower case and without spaces."""


def zone_of(place: str) -> tuple[str, tzinfo]:
    """The place's name as a person reads it, and its zone. Raises :class:`ToolError` for a place it does not know."""
    if (offset := re.fullmatch(r"(?i)(?:utc|gmt)\s*([+-])\s*(\d{1,2})(?::?(\d\d))?", place.strip())) is not None:
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        if hours <= 14 and minutes < 60:
            moved = timedelta(hours=hours, minutes=minutes) * (-1 if offset[1] == "-" else 1)
            zone = timezone(moved)
            return str(zone), zone
    name = _zones().get(_key(place))
    if name is None:
        raise ToolError(f"I do not know the place “{place}”", f"不知道“{place}”在哪里")
    return _called(place.strip()), UTC if name == "UTC" else ZoneInfo(name)


def _called(place: str) -> str:
    """``new york`` as New York; what has capitals of its own (``UTC``, ``Asia/Tokyo``) stays as it is."""
    return place.title() if place.islower() else place


def _key(place: str) -> str:
    return re.sub(r"[\s_.\-]+", "", place.casefold())


def _cities() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in PLACES.read_text(encoding="utf-8").splitlines():
        zone, _, names = line.partition(": ")
        found |= dict.fromkeys(names.split(), zone)
    return found


@cache
def _zones() -> dict[str, str]:
    """Cities, the zones' full names, and the last part of each (``Asia/Tashkent`` is also Tashkent)."""
    found: dict[str, str] = {}
    for name in sorted(available_timezones()):
        found[_key(name)] = name
        if "/" in name:
            found.setdefault(_key(name.rpartition("/")[2]), name)
    return found | _cities()
