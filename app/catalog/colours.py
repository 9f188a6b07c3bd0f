"""Colours of an app, as hexadecimal text."""

import re

_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}")


def colour(value: str) -> str:
    """A hexadecimal colour, or nothing: the value goes into a style."""
    return value if _COLOUR.fullmatch(value) else ""


def accent(value: str) -> str:
    """The app's colour where white text is readable on it (a contrast of 4.5, as WCAG 2 counts it); else nothing."""
    digits = colour(value).removeprefix("#")
    if len(digits) not in (3, 6):
        return ""
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (_linear(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return f"#{digits}" if 1.05 / (luminance + 0.05) >= 4.5 else ""


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
