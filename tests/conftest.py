"""In which order the processes get the tests."""

from collections import Counter

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's tests first, the modules with most of them before all others.

    They take longest by far, and modules are dealt out in this order: so nobody is left with a long one when the
    others have ended. The second process has the largest of the other modules first, while the page is built.
    """
    sizes = Counter(item.path for item in items)
    browsers = {item.path for item in items if "guide" in getattr(item, "fixturenames", ())}
    modules = sorted(sizes, key=lambda path: (path not in browsers, -sizes[path], path))
    modules[1:1] = modules[len(browsers) : len(browsers) + 1]
    place = {path: number for number, path in reversed(list(enumerate(modules)))}
    items.sort(key=lambda item: place[item.path])
