"""``what time is it in Tokyo and in Paris``, ``东京现在几点``"""

import re
from collections.abc import Iterator

from app.embedded.apps.toolbox.rules.found import Call, Found, scan
from app.embedded.apps.toolbox.tools import ToolError
from app.embedded.apps.toolbox.tools.places import zone_of

_WORD = r"[^\W\d_]+"
_NAME = (
    rf"(?:(?:UTC|GMT)\s*[+-]\s*\d{{1,2}}(?::?\d\d)?"
    rf"|{_WORD}(?:[\s/_.-]+(?!(?:and|or|right|now|please)\b){_WORD}){{0,3}})"
)
_AND = r"\s*(?:,\s*(?:and\s+)?|\band\s+|/\s+)(?:in\s+)?"
_LIST = rf"(?P<places>(?:{_NAME})(?:{_AND}(?:{_NAME}))*)"
_TIME = (
    r"(?:what(?:'s|\s+is)?\s+(?:the\s+)?(?:current\s+|local\s+)?time|(?:current|local)\s+time|the\s+time|time\s+now"
    r"|time(?=\s+in\b))"
)
_HAN_PLACE = r"(?P<places>[\u4e00-\u9fff]{2,7}?|[A-Za-z/_]+)"
_PATTERNS = [
    re.compile(rf"(?i)\b{_TIME}\s*(?:is\s+it\s*)?(?:now\s+|right\s+now\s+|currently\s+)?(?:in|at|for)\s+(?:the\s+)?{_LIST}"),
    re.compile(rf"(?:现在|当前|目前)?(?:的?时间)?在?{_HAN_PLACE}的?(?:现在|当前|目前|此刻)的?(?:是|时间|几点钟?|什么时间|什么时候)+"),
    re.compile(rf"(?:现在|当前|目前)?{_HAN_PLACE}的?(?:当地)?(?:是?几点钟?|时间)"),
    re.compile(r"(?i)\bwhat\s+time\s+is\s+it\b|\bwhat(?:'s|\s+is)\s+the\s+time\b(?P<places>)|(?:现在)?几点钟?了?"),
]  # fmt: skip
_FILLER = re.compile(r"^(?:请问|告诉我|查一下|那么?|和|以及|现在|当前|目前|在|还有)+")
_SPLIT = re.compile(rf"(?i){_AND}|\s*[、和与]\s*")


def find(text: str) -> Iterator[Found]:
    for match in scan(text, _PATTERNS):
        said, at = match["places"] or "", match.start("places")
        begin, found_one = match.start(), False
        for name, start in _names(said):
            place, end = _known(_FILLER.sub("", name))
            # What follows a place and is none (“and draw a chart”) is not this finder's.
            if found_one and not end:
                break
            stop = at + start + (name.index(place) + len(place) if end else len(name))
            if place:
                yield Found(begin, stop, Call("current_time", {"place": place}))
                begin, found_one = stop, True
        if not found_one:
            yield Found(match.start(), match.end(), Call("current_time", {"place": "UTC"}))


def _names(said: str) -> Iterator[tuple[str, int]]:
    at = 0
    for between in _SPLIT.finditer(said):
        yield said[at : between.start()], at
        at = between.end()
    yield said[at:], at


def _known(said: str) -> tuple[str, bool]:
    """The longest start of ``said`` that is a place; ``said`` itself, and False, where none is."""
    words = said.split(" ")
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        try:
            zone_of(name)
        except ToolError:
            continue
        return name, True
    return said, False
