"""The lamp shop that the desk serves: what it sells, what it promises, and its orders. All of it is made up."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """A passage of the shop's handbook, in both languages, and the words that lead to it."""

    title: str
    text: str
    chinese_title: str
    chinese: str
    words: tuple[str, ...]


FACTS = (
    Fact(
        "Shipping",
        "Orders over 50 € ship free; below that shipping costs 4.90 €. A parcel takes two to three working days.",
        "配送",
        "满 50 欧元免运费，不满则收 4.90 欧元。包裹需要两到三个工作日。",
        ("ship", "shipping", "deliver", "delivery", "parcel", "postage", "配送", "运费", "快递", "多久到", "发货"),
    ),
    Fact(
        "Returns",
        "A lamp can be sent back within 30 days of its arrival, used or not. We pay the postage and refund the price.",
        "退货",
        "灯具到货后 30 天内可以退货，用过也可以。运费由我们承担，货款退回。",
        ("return", "returns", "refund", "exchange", "退货", "退款", "换货"),
    ),
    Fact(
        "Warranty",
        "Every lamp has a warranty of five years. Within it a repair is free, and so is the way to the workshop.",
        "保修",
        "每盏灯保修五年。保修期内维修免费，往返运费也免费。",
        ("warranty", "guarantee", "保修", "质保"),
    ),
    Fact(
        "Opening hours",
        "The shop at 12 Harbour Street is open Monday to Saturday from 10:00 to 18:00.",
        "营业时间",
        "港口街 12 号的店周一至周六 10:00 至 18:00 营业。",
        ("open", "opening", "hours", "address", "shop", "store", "营业", "几点开门", "地址", "门店"),
    ),
    Fact(
        "Bulbs",
        "Aurora and Fjord take E27 bulbs up to 12 W; Ember has a built-in light that lasts 25,000 hours.",
        "灯泡",
        "Aurora 和 Fjord 使用 12 瓦以下的 E27 灯泡；Ember 的光源是内置的，寿命 25,000 小时。",
        ("bulb", "bulbs", "watt", "e27", "led", "灯泡", "瓦"),
    ),
    Fact(
        "Lamps",
        "We make three lamps: Aurora, a floor lamp, 189 €; Fjord, a desk lamp, 89 €; Ember, a night light, 39 €.",
        "灯具",
        "Lumen 有三款灯：落地灯 Aurora，189 欧元；台灯 Fjord，89 欧元；小夜灯 Ember，39 欧元。",
        ("lamp", "lamps", "price", "cost", "sell", "aurora", "fjord", "ember", "有什么灯", "价格", "多少钱", "卖"),
    ),
)
STATES = (
    ("is being packed and leaves tomorrow", "正在打包，明天发出"),
    ("is on its way and arrives within two days", "已在途中，两天内送达"),
    ("was delivered last week", "已于上周送达"),
)


def facts(question: str) -> list[Fact]:
    """The passages that a question touches on, the best first."""
    said = question.casefold()
    words = set(re.findall(r"[a-z0-9]+", said))
    scored = [(sum(_says(word, said, words) for word in fact.words), fact) for fact in FACTS]
    return [fact for score, fact in sorted(scored, key=lambda item: -item[0]) if score][:2]


def _says(word: str, said: str, words: set[str]) -> bool:
    return word in words if word.isascii() else word in said


def order_number(question: str) -> str:
    """The order that a question names (``L-1234``), or nothing."""
    match = re.search(r"(?i)\bL-?\s?(\d{4,6})\b|#\s?(\d{4,6})\b|订单\s*(?:号)?\s*(\d{4,6})", question)
    return f"L-{next(filter(None, match.groups()))}" if match else ""


def order_state(order: str) -> tuple[str, str]:
    """How an order stands, in English and in Chinese: made up, but the same each time."""
    return STATES[sum(map(int, re.findall(r"\d", order))) % len(STATES)]
