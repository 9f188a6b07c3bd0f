"""Which catalogue a person reads: the one they chose, else the one their browser prefers."""

from app.i18n.ar import AR
from app.i18n.de import DE
from app.i18n.en import EN
from app.i18n.es import ES
from app.i18n.ja import JA
from app.i18n.words import Words
from app.i18n.zh import ZH

COOKIE = "parley_language"

CATALOGUES: dict[str, Words] = {words.code: words for words in (AR, DE, EN, ES, JA, ZH)}


def chosen_in(cookie_header: str) -> str:
    """The code that a ``Cookie`` header names as the person's own choice; empty where it names none of ours."""
    for pair in cookie_header.split(";"):
        name, _, value = pair.strip().partition("=")
        if name == COOKIE and value in CATALOGUES:
            return value
    return ""


def choose(accept_language: str, chosen: str = "") -> Words:
    """The catalogue of the code ``chosen``, or for an ``Accept-Language`` header; English where neither is ours."""
    if chosen in CATALOGUES:
        return CATALOGUES[chosen]
    ranked: list[tuple[float, str]] = []
    for item in accept_language.split(","):
        tag, _, quality = item.replace(" ", "").partition(";q=")
        try:
            ranked.append((float(quality or 1), tag.lower().split("-")[0]))
        except ValueError:
            continue
    for weight, code in sorted(ranked, key=lambda item: -item[0]):
        if weight > 0 and code in CATALOGUES:
            return CATALOGUES[code]
    return EN
