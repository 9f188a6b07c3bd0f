"""``a bar chart of apples: 3, pears: 5``"""

import re
from collections.abc import Iterator

from app.embedded.apps.toolbox.rules.found import Found, found, scan

KINDS = {
    "bar": "bar", "column": "bar", "line": "line", "pie": "pie",
    "柱": "bar", "条": "bar", "折线": "line", "线": "line", "饼": "pie",
}  # fmt: skip
_LABEL = r"[^\s:：=,，;；、\d\x00](?:[^:：=,，;；、\d\x00]*[^\s:：=,，;；、\d\x00])?"
_ITEM = rf"(?:{_LABEL}\s*[:：=]?|\d+\s*[:：=])\s*-?\d+(?:\.\d+)?"
_AND = r"\s*(?:[,，;；、]\s*(?:and\b|和)?|\band\b|和|以及)\s*"
_PAIR = re.compile(r"(.*?)\s*[:：=]?\s*(-?\d+(?:\.\d+)?)", re.DOTALL)
_KIND = r"(?:(?P<kind>bar|column|line|pie)\s*(?:chart|graph|diagram)|(?P<han>柱|条|折线|线|饼)[状形]?[图圖])"
_ABOUT = r"\s*(?:of|for|with|from|showing|that\s+shows|：|:|，|,|表示|显示)?\s*(?:the\s+)?"
_PATTERNS = [
    re.compile(rf"(?i){_KIND}{_ABOUT}(?P<items>{_ITEM}(?:{_AND}{_ITEM})*)"),
    # 用苹果3、梨5画一个柱状图
    re.compile(rf"(?:用|把|将|^)(?P<items>{_ITEM}(?:{_AND}{_ITEM})*)\s*(?:画成|画|做成|绘制)[一个张成]*\s*{_KIND}"),
]


def find(text: str) -> Iterator[Found]:
    for match in scan(text, _PATTERNS):
        items = re.split(rf"(?i)(?<=\d){_AND}", match["items"])
        pairs = [(pair[1], _number(pair[2])) for item in items if (pair := _PAIR.fullmatch(item))]
        yield found(
            match,
            "draw_chart",
            kind=KINDS[(match["kind"] or match["han"]).lower()],
            title="",
            labels=[label for label, _ in pairs],
            values=[value for _, value in pairs],
        )


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)
