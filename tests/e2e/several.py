"""Cases that a page meets one after another: most of what a browser's test takes is the opening of its page."""

from collections.abc import Iterable

import pytest

SIZE = 6


def several(cases: Iterable[str]) -> pytest.MarkDecorator:
    """A few of ``cases`` at a time, as the argument ``names``."""
    names = list(cases)
    return pytest.mark.parametrize("names", [names[at : at + SIZE] for at in range(0, len(names), SIZE)], ids=", ".join)
