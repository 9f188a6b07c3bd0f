"""How people step in for an app."""

from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.catalog.hours import Hours, spans_of

_EXPECTED = {
    "button": "true, where whoever uses the app can ask for a person, or false",
    "name": "a text of at most 60 characters",
    "variable": "the name of one of the app's conversation variables",
    "hours": 'a list of days of the week and times of the day, each as "mon-fri 09:00-17:00" or "sat, sun 10:00-14:00"',
    "time_zone": 'the name of a time zone, as "Europe/Berlin"',
    "waiting": "a text of at most 300 characters",
    "alarm": "a number of minutes, at most 1440, or 0 for none",
}
EXPECTED = f"a table with some of {', '.join(_EXPECTED)}"


def _hours(lines: list[str]) -> list[str]:
    spans_of(lines)
    return lines


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(name) from error
    return name


class Support(BaseModel):
    """With a ``button`` whoever uses the app can ask for a person. ``name`` is what they know each of those by who step
    in, in place of the agent's own. What was said goes into the conversation's ``variable`` of that name, where the
    app has one, and else before the next question. Outside of the ``hours`` nobody is there. ``waiting`` is said to who
    waits, in place of our own words; of who waits longer than ``alarm`` minutes agents are told, unless it is 0."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    button: bool = False
    name: str = Field("", max_length=60)
    variable: str = ""
    hours: Annotated[list[str], AfterValidator(_hours)] = []
    time_zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    waiting: str = Field("", max_length=300)
    alarm: float = Field(5.0, ge=0, le=1440)

    @property
    def opening(self) -> Hours:
        return Hours(spans_of(self.hours), ZoneInfo(self.time_zone))


def sentence(item: Any) -> str:
    """What is wrong with the table, as pydantic says it."""
    place = item["loc"][1:]
    if not place:
        return f"support is not what was expected: {EXPECTED}."
    if item["type"] == "extra_forbidden":
        return f"support.{place[0]} is nothing that it has: expected is {EXPECTED}."
    return f"support.{place[0]} is not what was expected: {_EXPECTED[place[0]]}."
