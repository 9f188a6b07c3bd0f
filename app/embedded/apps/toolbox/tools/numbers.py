"""Numbers as the tools reckon with them: exact fractions as long as it goes, floating point from there on."""

import math
from fractions import Fraction

from app.embedded.apps.toolbox.tools.tool import ToolError

Number = Fraction | float

MAX_BITS = 3400
"""About a thousand decimal digits, above or below the line."""
DIGITS = 12
"""Of a result that is not exact."""


def checked(value: Number) -> Number:
    """``value``, where it is a number that can be written down."""
    if isinstance(value, Fraction):
        if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_BITS:
            raise too_large()
    elif not math.isfinite(value):
        raise too_large()
    return value


def too_large() -> ToolError:
    return ToolError("the result is too large", "结果太大")


def exact(value: Number) -> bool:
    """Whether the number's decimal digits come to an end, and soon enough to be written."""
    if not isinstance(value, Fraction):
        return False
    rest, places = value.denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest //= prime
            count += 1
        places = max(places, count)
    return rest == 1 and places <= 30


def written(value: Number) -> str:
    """The number in decimal digits: all of them where it is exact, else the first twelve that count."""
    if isinstance(value, Fraction) and exact(value):
        return _digits(value)
    number = _rounded(value)
    return f"{number:.{DIGITS}g}" if abs(number) > 1e-15 else "0"


def _rounded(value: Number) -> float:
    try:
        return float(value)
    except OverflowError:
        raise too_large() from None


def _digits(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    places = 1
    while (value * 10**places).denominator != 1:
        places += 1
    digits = str(abs(int(value * 10**places))).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"
