"""``5 km in miles``, ``convert 100 °F to °C``, ``how many feet are there in a mile``, ``5公里等于多少英里``"""

import re
from collections.abc import Iterator
from functools import cache

from app.embedded.apps.toolbox.rules.found import Found, found, scan
from app.embedded.apps.toolbox.tools import units

_VALUE = r"(?P<value>-?\d+(?:,\d{3})*(?:\.\d+)?(?:/\d+)?)"
_ENDS = r"(?=$|[\s?？!！.,，。;；\x00)）]|[\u4e00-\u9fff])"


def find(text: str) -> Iterator[Found]:
    for match in scan(text, _patterns()):
        value = (match["value"] or "1").replace(",", "")
        arguments = {"from_unit": _name(match["source"]), "to_unit": _name(match["target"])}
        if units.unit_of(arguments["from_unit"]) or units.unit_of(arguments["to_unit"]):
            yield found(match, "convert_units", value=_number(value), **arguments)


@cache
def _patterns() -> list[re.Pattern[str]]:
    known = "|".join(re.escape(name) for name in sorted(units.names(), key=lambda name: (-len(name), name)))
    one = rf"(?P<source>{known})"
    target = rf"(?P<target>{known}){_ENDS}"
    han = r"(?:等于|是|合|换成|换算成|换算为|转换成|转换为|转成|折合|相当于)"
    # Where it says “convert”, a word may be no unit: the tool then says that it does not know it.
    return [
        re.compile(rf"(?i)\bconvert\s+{_VALUE}\s*(?P<source>{known}|[^\W\d_]+)\s+(?:in)?to\s+(?P<target>(?:{known}){_ENDS}|[^\W\d_]+)"),
        re.compile(rf"(?i)(?<![\w.]){_VALUE}\s*{one}\s+(?:in|to|into|as)\s+{target}"),
        re.compile(
            rf"(?i)\bhow\s+many\s+(?P<target>{known})\s+(?:are\s+)?(?:there\s+)?(?:in|is|are|make|equal)\s+"
            rf"(?:{_VALUE}|an?|one|the)\s*{one}{_ENDS}"
        ),
        re.compile(rf"(?i)(?<![\w.]){_VALUE}\s*{one}\s+(?:is|are|=|equals?)\s+how\s+many\s+{target}"),
        re.compile(rf"(?:把|将)?\s*{_VALUE}\s*{one}\s*{han}\s*(?:多少|几)?\s*(?P<target>{known}|[\u4e00-\u9fff]+?(?=$|[？?，,。、\x00])|[A-Za-z]+)"),
        re.compile(rf"(?P<value>一)\s*{one}\s*{han}\s*(?:多少|几)\s*(?P<target>{known})"),
        re.compile(rf"{_VALUE}\s*{one}\s*(?:有)?\s*(?:多少|几)\s*(?P<target>{known})"),
    ]  # fmt: skip


def _name(text: str) -> str:
    return " ".join(text.split())


def _number(text: str) -> int | float | str:
    """As a number; a fraction such as ``1/2`` stays the text that it is, which the tool reckons with as well."""
    if text == "一":
        return 1
    if "/" in text:
        return text
    return float(text) if "." in text else int(text)
