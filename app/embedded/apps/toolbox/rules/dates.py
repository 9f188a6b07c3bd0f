"""``how many days are there between …``, ``90 days after …``, ``what day of the week was …``"""

import re
from collections.abc import Iterator

from app.embedded.apps.toolbox.rules.found import Found, blanked, found, scan

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
DATE = (
    r"(?:\d{4}\s*[-/年]\s*\d{1,2}\s*[-/月]\s*\d{1,2}\s*[日号]?|\d{1,2}\s*月\s*\d{1,2}\s*[日号]?"
    rf"|{_DAY}\s+(?:of\s+)?{_MONTH}\b(?:,?\s+\d{{4}}\b)?|{_MONTH}\s+{_DAY}\b(?:,?\s+\d{{4}}\b)?"
    r"|\b(?:today|tomorrow|yesterday|now)\b|今天|现在|明天|后天|昨天|前天)"
)
_COUNT = r"(?P<amount>\d{1,7}|an?|one|two|three|four|five|six|seven|eight|nine|ten|[一两二三四五六七八九十])\s*"
_UNIT = r"(?P<unit>days?|weeks?|months?|years?|天|日|周|星期|个?礼拜|个月|年)"
_HOW_MANY = r"(?:多少|几)\s*天"
_ASKED = r"(?:how\s+many\s+days|how\s+long)\b[^\d\x00,]*?"
_ENGLISH = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = dict(zip(_ENGLISH, range(1, 11), strict=True))
_NUMBERS |= {**dict(zip("一二三四五六七八九十", range(1, 11), strict=True)), "两": 2, "a": 1, "an": 1}
_UNITS = {"天": "days", "日": "days", "周": "weeks", "星期": "weeks", "礼拜": "weeks", "月": "months", "年": "years"}

_BETWEEN = [
    re.compile(rf"(?i)\b{_ASKED}\b(?:between|from)\s+(?P<start>{DATE})\s+(?:and|to|until|till)\s+(?P<end>{DATE})"),
    re.compile(rf"(?i)\bdays\s+(?:between|from)\s+(?P<start>{DATE})\s+(?:and|to|until|till)\s+(?P<end>{DATE})"),
    re.compile(rf"(?i)\b{_ASKED}\b(?:until|till|to|before)\s+(?P<end>{DATE})(?P<start>)"),
    re.compile(rf"(?i)\b{_ASKED}\bsince\s+(?P<start>{DATE})(?P<end>)"),
    re.compile(
        rf"(?P<start>{DATE})\s*(?:到|至|和|与|距离?)\s*(?P<end>{DATE})\s*(?:之间|相隔|相差|一共|总共|还)?\s*有?\s*{_HOW_MANY}"
    ),
    re.compile(rf"(?:距离?|离|到)\s*(?P<end>{DATE})(?P<start>)\s*还?[有剩]?\s*{_HOW_MANY}"),
]
_ADDED = [
    re.compile(rf"(?i)\b{_COUNT}{_UNIT}\s+(?P<way>after|from|before|ago)\b(?:\s+(?P<date>{DATE}))?"),
    re.compile(
        rf"(?i)(?P<date>{DATE})\s*(?P<way>plus|minus|\+|-|加上?|减去?|之?以?后的?|之?以?前的?|再?过)\s*{_COUNT}{_UNIT}"
    ),
    re.compile(rf"(?i)\b(?:date|day|weekday)\b[^\d\x00,]*?\bin\s+(?P<date>){_COUNT}{_UNIT}(?P<way>)"),
    re.compile(rf"(?P<date>{DATE})?\s*(?:的|再过|过)?\s*{_COUNT}{_UNIT}\s*(?P<way>之?以?后|之?以?前)"),
]
_ON = r"(?:is|was|will\s+be|'s)\s+(?:it\s+)?(?:on\s+)?"
_WEEKDAY = [
    re.compile(rf"(?i)\b(?:what|which)\s+(?:day(?:\s+of\s+the\s+week)?|weekday)\s+{_ON}(?P<date>{DATE})"),
    re.compile(rf"(?i)\b(?:weekday|day\s+of\s+the\s+week)\s+(?:of|on|for|is)\s+(?P<date>{DATE})"),
    re.compile(
        rf"(?i)\bwhat\s*(?:is|'s)\s+(?P<date>today|tomorrow)(?:'s\s+date)?\b|\bwhat\s+date\s+{_ON}(?P<day>{DATE})"
    ),
    re.compile(
        rf"(?P<date>{DATE})\s*[是为]?\s*(?:星期|周|礼拜)几|(?P<day>今天|明天|昨天)\s*[是为]?\s*(?:几号|几月几[日号])"
    ),
]


def find(text: str) -> Iterator[Found]:
    for match in scan(text, _BETWEEN):
        yield found(match, "days_between", start=match["start"] or "today", end=match["end"] or "today")
        text = blanked(text, *match.span())
    for match in scan(text, _ADDED):
        amount = _NUMBERS.get(match["amount"].lower()) or int(match["amount"])
        back = re.search("before|ago|minus|-|前|减", (match["way"] or "").lower()) is not None
        date, unit = match["date"] or "today", match["unit"].lower().removeprefix("个")
        unit = _UNITS.get(unit) or f"{unit.rstrip('s')}s"
        yield found(match, "add_to_date", date=date, amount=-amount if back else amount, unit=unit)
        text = blanked(text, *match.span())
    for match in scan(text, _WEEKDAY):
        yield found(match, "weekday", date=match["date"] or match["day"])
