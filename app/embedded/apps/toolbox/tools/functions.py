"""The calculator's functions and constants, and its power: exact where the result is."""

import math
from collections.abc import Callable
from fractions import Fraction

from app.embedded.apps.toolbox.tools.numbers import MAX_BITS, Number, checked, too_large
from app.embedded.apps.toolbox.tools.tool import ToolError

MAX_FACTORIAL = 450
CONSTANTS: dict[str, Number] = {"pi": math.pi, "π": math.pi, "tau": math.tau, "e": math.e}


def power(base: Number, exponent: Number) -> Number:
    """``base ** exponent``, refused before it is reckoned where it would be huge."""
    if isinstance(base, Fraction) and isinstance(exponent, Fraction) and exponent.denominator == 1:
        if base == 0 and exponent < 0:
            raise division_by_zero()
        bits = max(base.numerator.bit_length(), base.denominator.bit_length())
        if base not in (0, 1, -1) and abs(exponent) * (bits - 1) > MAX_BITS:
            raise too_large()
        # 0 and ±1 stay small whatever the exponent, but Python would still count up to it.
        return base ** int(exponent) if base not in (0, 1, -1) else _unit_power(base, int(exponent))
    if isinstance(base, Fraction) and exponent == Fraction(1, 2):
        return root(base)
    if base < 0:
        raise ToolError("a negative number has no such power", "负数没有这样的幂")
    if base == 0 and exponent < 0:
        raise division_by_zero()
    return checked(_float(base) ** _float(exponent))


def _unit_power(base: Fraction, exponent: int) -> Fraction:
    if base == 0:
        return Fraction(exponent == 0)
    return Fraction(1) if exponent % 2 == 0 else base


def root(value: Number) -> Number:
    if value < 0:
        raise ToolError("a negative number has no square root", "负数没有平方根")
    if isinstance(value, Fraction):
        top, bottom = math.isqrt(value.numerator), math.isqrt(value.denominator)
        if top**2 == value.numerator and bottom**2 == value.denominator:
            return Fraction(top, bottom)
    return math.sqrt(_float(value))


def division_by_zero() -> ToolError:
    return ToolError("division by zero", "除数为零")


def call(name: str, values: list[Number]) -> Number:
    """A function's value. Raises :class:`ToolError` for an unknown one and for what it is not defined for."""
    found = FUNCTIONS.get(name)
    if found is None:
        raise ToolError(f"there is no function {name}", f"没有函数 {name}")
    function, least, most = found
    if not least <= len(values) <= most:
        raise ToolError(f"{name} takes another number of values", f"{name} 的参数个数不对")
    try:
        return checked(function(*values))
    except ValueError:
        raise ToolError(f"{name} is not defined for this value", f"{name} 对这个值没有定义") from None
    except ZeroDivisionError:
        raise division_by_zero() from None
    except OverflowError:
        raise too_large() from None


def _float(value: Number) -> float:
    try:
        return float(value)
    except OverflowError:
        raise too_large() from None


def _real(function: Callable[[float], float]) -> Callable[[Number], Number]:
    return lambda value: function(_float(value))


def _whole(value: Number, name: str) -> int:
    if value != int(value):
        raise ToolError(f"{name} takes whole numbers", f"{name} 只接受整数")
    return int(value)


def _factorial(value: Number) -> Number:
    number = _whole(value, "factorial")
    if number > MAX_FACTORIAL:
        raise too_large()
    return Fraction(math.factorial(number))


def _logarithm(value: Number, base: Number = Fraction(10)) -> Number:
    return math.log10(_float(value)) if base == 10 else math.log(_float(value), _float(base))


def _round(value: Number, places: Number = Fraction(0)) -> Number:
    """Half away from zero, as people round; Python's own rounds half to even."""
    scale = Fraction(10) ** max(-30, min(30, _whole(places, "round")))
    moved = abs(Fraction(value)) * scale
    rounded = Fraction(math.floor(moved + Fraction(1, 2))) / scale
    return -rounded if value < 0 else rounded


def _mean(*values: Number) -> Number:
    return _sum(*values) / len(values)


def _sum(*values: Number) -> Number:
    total: Number = Fraction(0)
    for value in values:
        total = total + value
    return total


FUNCTIONS: dict[str, tuple[Callable[..., Number], int, int]] = {
    "sqrt": (root, 1, 1),
    "cbrt": (_real(math.cbrt), 1, 1),
    "abs": (abs, 1, 1),
    "round": (_round, 1, 2),
    "floor": (lambda value: Fraction(math.floor(value)), 1, 1),
    "ceil": (lambda value: Fraction(math.ceil(value)), 1, 1),
    "exp": (_real(math.exp), 1, 1),
    "ln": (_real(math.log), 1, 1),
    "log": (_logarithm, 1, 2),
    "log2": (_real(math.log2), 1, 1),
    "log10": (_real(math.log10), 1, 1),
    **{name: (_real(getattr(math, name)), 1, 1) for name in ("sin", "cos", "tan", "asin", "acos", "atan")},
    "factorial": (_factorial, 1, 1),
    "gcd": (lambda *v: Fraction(math.gcd(*(_whole(value, "gcd") for value in v))), 1, 50),
    "lcm": (lambda *v: Fraction(math.lcm(*(_whole(value, "lcm") for value in v))), 1, 50),
    "min": (min, 1, 50),
    "max": (max, 1, 50),
    "sum": (_sum, 1, 50),
    "mean": (_mean, 1, 50),
    "average": (_mean, 1, 50),
}
