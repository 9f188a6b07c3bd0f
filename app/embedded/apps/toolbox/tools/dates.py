"""Days of the calendar: the weekday of a date, the days between two, and the date some days, weeks or months on."""

import calendar
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from app.embedded.apps.toolbox.tools.clock import CHINESE_WEEKDAYS, WEEKDAYS
from app.embedded.apps.toolbox.tools.tool import Result, Tool, ToolError, schema, text_of

MONTHS = tuple(name.lower() for name in calendar.month_name[1:])
RELATIVE = {
    "today": 0, "now": 0, "tomorrow": 1, "yesterday": -1,
    "今天": 0, "现在": 0, "明天": 1, "后天": 2, "昨天": -1, "前天": -2,
}  # fmt: skip
UNITS = ("days", "weeks", "months", "years")
CHINESE_UNITS = {"days": "天", "weeks": "周", "months": "个月", "years": "年"}
MAX_AMOUNT = 5_000_000
_DATE = {"type": "string", "description": "A date such as 2026-11-21, or today, tomorrow, yesterday"}


def read_date(text: str, today: date) -> date:
    """A date as people write it. Raises :class:`ToolError` for one that is none."""
    said = text.strip().casefold()
    if said in RELATIVE:
        return today + timedelta(days=RELATIVE[said])
    try:
        return date(*_numbers(said, today))
    except (ValueError, OverflowError):
        raise ToolError(f"“{text}” is no date", f"“{text}”不是日期") from None


def _numbers(said: str, today: date) -> tuple[int, int, int]:
    """Year, month and day; without a year it is this year's."""
    if match := re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?", said):
        return int(match[1]), int(match[2]), int(match[3])
    if match := re.fullmatch(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?", said):
        return today.year, int(match[1]), int(match[2])
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\bof\b|\bthe\b|[,.]", " ", said)
    if match := re.fullmatch(r"\s*(\d{1,2})\s+([a-z]+)\s*(\d{4})?\s*", plain):
        return int(match[3] or today.year), _month(match[2]), int(match[1])
    if match := re.fullmatch(r"\s*([a-z]+)\s+(\d{1,2})\s*(?:\s(\d{4}))?\s*", plain):
        return int(match[3] or today.year), _month(match[1]), int(match[2])
    raise ValueError


def _month(name: str) -> int:
    found = [number for number, month in enumerate(MONTHS, 1) if len(name) >= 3 and month.startswith(name)]
    if len(found) != 1 and name != "sept":
        raise ValueError
    return found[0] if found else 9


def moved(start: date, amount: int, unit: str) -> date:
    """``start`` and ``amount`` units on. Months differ: one month after 31 January is the last of February."""
    try:
        if unit in ("days", "weeks"):
            return start + timedelta(days=amount * (7 if unit == "weeks" else 1))
        months = start.year * 12 + start.month - 1 + amount * (12 if unit == "years" else 1)
        year, month = divmod(months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(start.day, last))
    except (ValueError, OverflowError, IndexError):
        raise ToolError("that date is not in the calendar", "日历里没有这个日期") from None


def tools(now: Callable[[], datetime]) -> tuple[Tool, ...]:
    """``now`` gives the moment in UTC, and with it what today is."""

    def day(arguments: Mapping[str, Any], name: str) -> date:
        return read_date(text_of(arguments, name), now().date())

    def weekday(arguments: Mapping[str, Any]) -> Result:
        found = day(arguments, "date")
        number = found.weekday()
        return Result(f"{found} is a {WEEKDAYS[number]}", f"{found} 是{CHINESE_WEEKDAYS[number]}")

    def between(arguments: Mapping[str, Any]) -> Result:
        start, end = day(arguments, "start"), day(arguments, "end")
        days = abs((end - start).days)
        weeks, rest = divmod(days, 7)
        more = f" ({_count(weeks, 'week')} and {_count(rest, 'day')})" if weeks else ""
        chinese = f"（{weeks} 周零 {rest} 天）" if weeks else ""
        text = f"From {start} to {end}: {_count(days, 'day')}{more}"
        return Result(text, f"从 {start} 到 {end} 相隔 {days} 天{chinese}")

    def add(arguments: Mapping[str, Any]) -> Result:
        start, unit, amount = day(arguments, "date"), text_of(arguments, "unit"), arguments.get("amount")
        if unit not in UNITS:
            raise ToolError(f"“{unit}” is none of {', '.join(UNITS)}", f"不能用“{unit}”来数日子")
        if not isinstance(amount, int) or isinstance(amount, bool) or abs(amount) > MAX_AMOUNT:
            raise ToolError("amount must be a whole number", "amount 必须是整数")
        end = moved(start, amount, unit)
        counted, direction = _count(abs(amount), unit[:-1]), "after" if amount >= 0 else "before"
        chinese = f"{start} {'之后' if amount >= 0 else '之前'} {abs(amount)} {CHINESE_UNITS[unit]}是 {end}"
        number = end.weekday()
        return Result(
            f"{counted} {direction} {start} is {end}, a {WEEKDAYS[number]}", f"{chinese}，{CHINESE_WEEKDAYS[number]}"
        )

    return (
        Tool(
            "weekday", {"en_US": "Weekday", "zh_Hans": "星期几"}, "The day of the week of a date.",
            schema(date=_DATE), weekday,
        ),
        Tool(
            "days_between", {"en_US": "Days Between", "zh_Hans": "相隔天数"}, "How many days lie between two dates.",
            schema(start=_DATE, end=_DATE), between,
        ),
        Tool(
            "add_to_date", {"en_US": "Date Calculator", "zh_Hans": "日期推算"},
            "The date some days, weeks, months or years after a date, or before it with a negative amount.",
            schema(date=_DATE, amount={"type": "integer"}, unit={"type": "string", "enum": list(UNITS)}), add,
        ),
    )  # fmt: skip


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
