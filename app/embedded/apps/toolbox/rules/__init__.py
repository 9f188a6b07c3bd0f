"""Which tools a question needs, found by rules, in English and in Chinese."""

from app.embedded.apps.toolbox.rules import charts, conversions, dates, sums, times
from app.embedded.apps.toolbox.rules.found import Call, blanked

__all__ = ["Call", "find_calls"]

MAX_CALLS = 8
MAX_LENGTH = 1000
"""Of what is read, in characters: the patterns' time grows faster than the text."""


def find_calls(question: str) -> list[Call]:
    """The calls that answer ``question``, in the order in which it asks for them; the first eight at most.

    Each finder takes its part of the question away, so that the next one does not read it again; the arithmetic comes
    last, for numbers are everywhere.
    """
    question = question[:MAX_LENGTH]
    calls: list[tuple[int, Call]] = []
    for find in (charts.find, dates.find, conversions.find, times.find, sums.find):
        for found in find(question):
            calls.append((found.start, found.call))
            question = blanked(question, found.start, found.end)
    return [call for _, call in sorted(calls, key=lambda item: item[0])][:MAX_CALLS]
