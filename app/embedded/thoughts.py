"""A model's thoughts, where they stand in its answer as a ``<think>`` block at the beginning of a line."""

import re

_THOUGHTS = re.compile(r"^[ \t]*<think>.*?(?:</think>\s*|\Z)", re.IGNORECASE | re.DOTALL | re.MULTILINE)


def without_thoughts(answer: str) -> str:
    """What the answer says; a block that never ended was stopped, and is thought to the end."""
    return _THOUGHTS.sub("", answer)
