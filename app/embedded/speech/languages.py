"""Which language a piece of text is read in, judged by its script."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

ENGLISH = "en-us"
SCRIPTS = {
    ENGLISH: r"A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ",
    "cmn": r"\u2e80-\u2fdf\u3005\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
    "ja": r"\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f",
    "ar": r"\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "ko": r"\u1100-\u11ff\u3130-\u318f\uac00-\ud7af",
    "ru": r"\u0400-\u052f",
    "el": r"\u0370-\u03ff\u1f00-\u1fff",
    "he": r"\u0590-\u05ff",
    "hi": r"\u0900-\u097f",
}
"""The languages of espeak-ng, with the letters that call for each. Chinese characters are Mandarin also within
Japanese, where espeak-ng would only say of each that it is one."""
LETTERS = re.compile("|".join(f"(?P<{name.replace('-', '_')}>[{letters}]+)" for name, letters in SCRIPTS.items()))


@dataclass(frozen=True)
class Span:
    """A run of text in one language; ``last`` ends its sentence."""

    text: str
    language: str
    last: bool


def spans(sentences: Iterable[str], hint: str = ENGLISH) -> Iterator[list[Span]]:
    """The spans of each sentence. What has no letters of a known script goes with what stands before it;
    at the very start ``hint`` decides."""
    for sentence in sentences:
        runs = _runs(sentence, hint)
        hint = runs[-1][0]
        yield [Span(text, language, position == len(runs)) for position, (language, text) in enumerate(runs, 1)]


def _runs(sentence: str, hint: str) -> list[tuple[str, str]]:
    runs: list[tuple[str, int]] = []
    for found in LETTERS.finditer(sentence):
        language = (found.lastgroup or "").replace("_", "-")
        if not runs:
            runs.append((language, 0))
        elif language != runs[-1][0]:
            runs.append((language, found.start()))
    if not runs:
        return [(hint, sentence)]
    ends = [start for _, start in runs[1:]] + [len(sentence)]
    return [(language, sentence[start:end]) for (language, start), end in zip(runs, ends, strict=True)]
