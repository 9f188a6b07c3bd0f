"""Which catalogue a browser prefers."""

from app.i18n.en import EN
from app.i18n.words import Words
from app.i18n.zh import ZH

CATALOGUES: dict[str, Words] = {words.code: words for words in (EN, ZH)}


def choose(accept_language: str) -> Words:
    """The catalogue for an ``Accept-Language`` header; English where none of its languages is ours."""
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
