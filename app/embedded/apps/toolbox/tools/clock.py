"""What time it is in a place."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from app.embedded.apps.toolbox.tools.places import zone_of
from app.embedded.apps.toolbox.tools.tool import Result, Tool, schema, text_of

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CHINESE_WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


def current_time(now: Callable[[], datetime]) -> Tool:
    def call(arguments: Mapping[str, Any]) -> Result:
        place, zone = zone_of(text_of(arguments, "place"))
        there = now().astimezone(zone)
        offset = _offset(there.utcoffset() or timedelta())
        moment, weekday = f"{there:%H:%M}", there.weekday()
        return Result(
            f"{place}: {moment} on {WEEKDAYS[weekday]}, {there:%Y-%m-%d} (UTC{offset})",
            f"{place}：{there:%Y-%m-%d} {CHINESE_WEEKDAYS[weekday]} {moment}（UTC{offset}）",
        )

    return Tool(
        name="current_time",
        label={"en_US": "Current Time", "zh_Hans": "当前时间"},
        description="The date and the time of day in a place.",
        parameters=schema(
            place={"type": "string", "description": "A city or country, a zone such as Asia/Tokyo, or UTC+8"}
        ),
        call=call,
    )


def _offset(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
