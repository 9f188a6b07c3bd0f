"""A chart of a few labelled numbers, as a picture."""

import math
from collections.abc import Mapping
from typing import Any

from app.embedded.apps.toolbox.drawing import KINDS, Chart, draw
from app.embedded.apps.toolbox.tools.numbers import Number, written
from app.embedded.apps.toolbox.tools.tool import Result, Tool, ToolError, schema

MAX_ITEMS = 24
MAX_LABEL = 40
MAX_TITLE = 80
CHINESE_KINDS = {"bar": "柱状图", "line": "折线图", "pie": "饼图"}


def _chart(arguments: Mapping[str, Any]) -> Chart:
    kind, title = arguments.get("kind"), arguments.get("title", "")
    labels, values = arguments.get("labels"), arguments.get("values")
    if kind not in KINDS:
        raise ToolError(f"kind must be one of {', '.join(KINDS)}", f"不会画这种图：{kind}")
    if not isinstance(labels, list) or not isinstance(values, list) or len(labels) != len(values) or not labels:
        raise ToolError("a chart needs as many labels as values", "标签和数值的个数必须相同")
    if len(labels) > MAX_ITEMS:
        raise ToolError(f"a chart has room for {MAX_ITEMS} values", f"最多画 {MAX_ITEMS} 个数值")
    numbers = [_number(value) for value in values]
    if kind == "pie" and (min(numbers) < 0 or sum(numbers) == 0):
        raise ToolError("a pie has no slice for a number below zero", "饼图不能有负数或全为零")
    named = tuple(" ".join(str(label).split())[:MAX_LABEL] for label in labels)
    return Chart(kind, " ".join(str(title).split())[:MAX_TITLE], named, tuple(numbers))


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ToolError(f"“{value}” is no number", f"“{value}”不是数字")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if abs(number) > 1e12 or math.isnan(number):
        raise ToolError("a value is too large to be drawn", "数值太大，画不出来")
    return number


def _draw(arguments: Mapping[str, Any]) -> Result:
    chart = _chart(arguments)
    items = [f"{label} {_short(value)}" for label, value in zip(chart.labels, chart.values, strict=True)]
    text = f"A {chart.kind} chart was drawn: {', '.join(items)}"
    return Result(text, f"已画好{CHINESE_KINDS[chart.kind]}：{'、'.join(items)}", draw(chart))


def _short(value: Number) -> str:
    return written(value) if value != int(value) else str(int(value))


TOOL = Tool(
    name="draw_chart",
    label={"en_US": "Chart", "zh_Hans": "图表"},
    description="Draws a bar, line or pie chart as a picture, which the person sees at once.",
    parameters=schema(
        kind={"type": "string", "enum": list(KINDS)},
        title={"type": "string"},
        labels={"type": "array", "items": {"type": "string"}, "maxItems": MAX_ITEMS},
        values={"type": "array", "items": {"type": "number"}, "maxItems": MAX_ITEMS},
    ),
    call=_draw,
)
