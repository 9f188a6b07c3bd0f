"""What a person at the desk wants: the topic of a question, and the things that it is about."""

import re
from typing import Literal

from app.embedded.apps.desk.shop import facts, order_number

Topic = Literal["return", "repair", "order", "question", "other"]
TOPICS: tuple[Topic, ...] = ("return", "repair", "order", "question", "other")
MAX_ITEMS = 8
MAX_LENGTH = 1000

_WISH = r"(?:i\s+(?:want|need|would\s+like|wish|have)|i'd\s+like|can\s+i|could\s+i|may\s+i|please|let\s+me|help\s+me)"
_RETURN = re.compile(
    rf"(?i)\b{_WISH}\b.*\b(?:return|send\s+back|give\s+back|exchange)\b|^\s*(?:return|send\s+back|exchange)\b"
    r"|想退|要退|我要换|想换|申请退|退掉|^退货|退回"
)
_REPAIR = re.compile(
    r"(?i)\b(?:repair|fix|mend)\b|\b(?:is|are|arrived)\s+(?:broken|damaged|defective|cracked)\b|\b(?:flickers?|flickering)\b"
    r"|does\s*n[o']t\s+(?:work|turn\s+on|light)|维修|修理|修一下|坏了|不亮|闪烁|摔坏"
)
_ORDER = re.compile(r"(?i)\b(?:where|status|track|tracking|when)\b.*\b(?:order|parcel|package)\b|订单|物流|包裹到哪")
_HOW = re.compile(r"(?i)^\s*(?:how|what|do\s+you|is\s+it|are|which)\b|怎么|如何|吗？?$|多久")
_OBJECT = re.compile(
    r"(?i)\b(?:return|send\s+back|give\s+back|exchange|repair|fix|mend)\b\s*:?\s*(?P<items>[^.?!\n]+)"
    r"|(?:退货|退掉|退回|退|换货|换|维修|修理|修一下|修)(?:一下|了)?[：:\s]*(?P<han>[^。？！?!\n]+)"
)
_SUBJECT = re.compile(
    r"(?i)\b(?:my|the|our)\s+(?P<items>[^.?!\n]+?)\s+(?:is|are|arrived|flickers?|does\s*n[o']t)\b"
    r"|(?:我的|我们的|这盏|那盏)(?P<han>[^。？！?!，,\n]+?)(?:坏了|不亮|闪烁|摔坏)"
)
_TAIL = re.compile(
    r"(?i)\s*\b(?:from|of|in|with|because|since|as|that|which|it|they|bought|ordered|order|please)\b.*$|\s*(?:因为|订单|，因).*$"
)
_BETWEEN = re.compile(r"(?i)\s*(?:[,;，；、]\s*(?:and\s+)?|\band\b|和|以及|还有)\s*")
_ARTICLE = re.compile(
    r"(?i)^(?:(?:an?|the|my|our|this|these|those|that|some|both|one)\s+)+|^(?:一盏|一个|一台|我的|这盏|这个|那盏|两盏)+"
)


def topic_of(question: str) -> Topic:
    """A question about returns in general is a question; a wish to return something is a return."""
    said = question[:MAX_LENGTH]
    if _HOW.search(said) and facts(said) and not _items(said):
        return "question"
    if _RETURN.search(said):
        return "return"
    if _REPAIR.search(said):
        return "repair"
    if order_number(said) or _ORDER.search(said):
        return "order"
    return "question" if facts(said) else "other"


def items_of(question: str) -> list[str]:
    """What a person wants to return or have repaired, each by its name; ``lamp`` where they do not say."""
    return _items(question[:MAX_LENGTH])[:MAX_ITEMS]


def _items(said: str) -> list[str]:
    match = _OBJECT.search(said) or _SUBJECT.search(said)
    if match is None:
        return []
    listed = _TAIL.sub("", match["items"] or match["han"] or "")
    names = [_ARTICLE.sub("", part.strip()).strip(" ：:#-") for part in _BETWEEN.split(listed)]
    return [
        name[:60]
        for name in dict.fromkeys(names)
        if name and not re.fullmatch(r"(?i)(?:something|them|it|things?|吗|东西|货)", name)
    ]
