"""Text of others within an answer's Markdown."""

import re


def plain(text: str) -> str:
    """On one line, and with no meaning in Markdown."""
    return re.sub(r"([\\`*_\[\]<>#!|~])", r"\\\1", " ".join(text.split()))


def code(text: str) -> str:
    """As it stands, on one line, in the fence that it needs."""
    said = " ".join(text.split())
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", said)), default=0))
    return f"{fence}{said}{fence}" if fence == "`" else f"{fence} {said} {fence}"
