"""Conversion between units of one kind, exact as long as the factors are."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from app.embedded.apps.toolbox.tools.calculator import evaluate
from app.embedded.apps.toolbox.tools.numbers import Number, exact, written
from app.embedded.apps.toolbox.tools.tool import Result, Tool, ToolError, schema, text_of

TABLE = Path(__file__).with_name("units.txt")
"""A heading a kind, in English and Chinese, and a line a unit: its symbol, how many of the kind's first unit it is, for
a temperature what is added before, and its names."""


@dataclass(frozen=True)
class Unit:
    """``value + offset`` times ``factor`` is the quantity in the kind's first unit, for a temperature in kelvin."""

    symbol: str
    kind: str
    chinese_kind: str
    factor: Fraction
    offset: Fraction


def unit_of(name: str) -> Unit | None:
    """By symbol or name. Upper and lower case count only where they make a difference (``MB``, ``Mb``)."""
    spelled = " ".join(name.split()).replace(" ", "_")
    return _units().get(spelled) or _units().get(spelled.casefold())


def names() -> frozenset[str]:
    """Every symbol and name, words of one name apart."""
    return frozenset(name.replace("_", " ") for name in _units())


def convert(value: Number, source: Unit, target: Unit) -> Number:
    """Raises :class:`ToolError` where the two are not of one kind."""
    if source.kind != target.kind:
        raise ToolError(
            f"{source.symbol} ({source.kind}) cannot become {target.symbol} ({target.kind})",
            f"{source.symbol}（{source.chinese_kind}）不能换算成 {target.symbol}（{target.chinese_kind}）",
        )
    base = (value + source.offset) * source.factor
    if source.kind == "temperature" and base < 0:
        raise ToolError("that is below absolute zero", "低于绝对零度")
    return base / target.factor - target.offset


@cache
def _units() -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    folded: dict[str, Unit] = {}
    kind = chinese = ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        symbol, factor, *rest = line.split()
        if symbol == "#":
            kind, [chinese] = factor, rest
            continue
        offset = Fraction(rest.pop(0)) if kind == "temperature" else Fraction(0)
        unit = Unit(symbol.replace("_", " "), kind, chinese, Fraction(factor), offset)
        for name in (symbol, *rest):
            found[name] = unit
            folded.setdefault(name.casefold(), unit)
    return folded | found


def _convert(arguments: Mapping[str, Any]) -> Result:
    source, target = (_known(text_of(arguments, name)) for name in ("from_unit", "to_unit"))
    given = arguments.get("value")
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        raise ToolError("value must be a number", "value 必须是数字")
    value = evaluate(str(given))
    found = convert(value, source, target)
    text = f"{written(value)} {source.symbol} {'=' if exact(found) else '≈'} {written(found)} {target.symbol}"
    return Result(text, text)


def _known(name: str) -> Unit:
    unit = unit_of(name)
    if unit is None:
        raise ToolError(f"I do not know the unit “{name}”", f"不认识单位“{name}”")
    return unit


TOOL = Tool(
    name="convert_units",
    label={"en_US": "Unit Converter", "zh_Hans": "单位换算"},
    description="Converts between units of length, mass, temperature, volume, speed, area, time or data.",
    parameters=schema(
        value={"type": "number"},
        from_unit={"type": "string", "description": "A symbol or name, such as km or miles per hour"},
        to_unit={"type": "string", "description": "A unit of the same kind"},
    ),
    call=_convert,
)
