"""Arithmetic: a parser by operator precedence over the calculator's own grammar; nothing is ever run as code.

``+ - * / // % ** ^ !``, parentheses, percent (``20% of 50``, ``200 + 10%`` is 220), degrees (``sin(30°)``), functions
and constants. ``%`` between two numbers is the remainder.
"""

import math
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from app.embedded.apps.toolbox.tools.functions import CONSTANTS, FUNCTIONS, call, division_by_zero, power
from app.embedded.apps.toolbox.tools.numbers import Number, checked, exact, too_large, written
from app.embedded.apps.toolbox.tools.tool import Result, Tool, ToolError, schema, text_of

MAX_DEPTH = 40
SIGNS = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "（": "(", "）": ")", "，": ",", "％": "%"})
TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?|\.\d+)|([A-Za-z]+[0-9]*|π)|(\*\*|//|[-+*/%^()!,°√]))")
BINARY = {"+": 1, "-": 1, "*": 2, "/": 2, "//": 2, "%": 2, "of": 2, "mod": 2, "**": 4, "^": 4}
SIGN = 3
"""A sign binds closer than a product and looser than a power: ``-2**2`` is -4."""


def evaluate(expression: str) -> Number:
    """The value of ``expression``. Raises :class:`ToolError`, which says what is wrong with it."""
    parser = _Parser(_tokens(expression))
    value = parser.expression(0)
    if parser.peek():
        raise ToolError(f"“{parser.peek()}” is not expected there", f"“{parser.peek()}”不该在那里")
    return checked(value)


def _tokens(expression: str) -> list[str]:
    text = expression.translate(SIGNS)
    # A comma between groups of three digits only divides the digits, but not in max(1,200).
    if not re.search(r"[A-Za-z]\s*\(", text):
        text = re.sub(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)", lambda match: match[0].replace(",", ""), text)
    found, at = [], 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if match is None:
            sign = text[at:].strip()[0]
            raise ToolError(f"I cannot reckon with “{sign}”", f"无法计算“{sign}”")
        found.append(match[match.lastindex or 0])
        at = match.end()
    return found


class _Parser:
    def __init__(self, tokens: list[str]):
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def peek(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else ""

    def next(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1] if self._at <= len(self._tokens) else ""

    def expect(self, token: str) -> None:
        if self.next() != token:
            raise ToolError(f"a “{token}” is missing", f"缺少“{token}”")

    def expression(self, least: int) -> Number:
        """A value and what is done to it, as long as it binds at least as close as ``least``."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ToolError("the expression is nested too deeply", "表达式嵌套太深")
        value = self.operand()
        while (binds := BINARY.get(self.peek(), -1)) >= least:
            sign = self.next()
            # A power binds to the right: 2**3**2 is 2**9.
            begin = self._at
            right = self.expression(SIGN if binds == 4 else binds + 1)
            percent = self._tokens[self._at - 1] == "%" and self._at - begin == 2
            value = checked(_percent_of(sign, value, right) if percent else _binary(sign, value, right))
        self._depth -= 1
        return value

    def operand(self) -> Number:
        token = self.next()
        if token in ("-", "+"):
            value = self.expression(SIGN)
            return -value if token == "-" else value
        value = self.primary(token)
        while (sign := self.peek()) in ("!", "°") or (sign == "%" and self._is_percent()):
            self.next()
            value = checked(_postfix(sign, value))
        return value

    def primary(self, token: str) -> Number:
        if token == "(":
            value = self.expression(0)
            self.expect(")")
            return value
        if token == "√":
            return call("sqrt", [self.expression(SIGN)])
        if token[:1].isdigit() or token.startswith("."):
            return checked(Fraction(token))
        name = token.lower()
        if name in CONSTANTS:
            return CONSTANTS[name]
        if name in FUNCTIONS:
            return call(name, self.arguments())
        if not token:
            raise ToolError("the expression is not complete", "表达式不完整")
        raise ToolError(f"I do not know “{token}”", f"不认识“{token}”")

    def arguments(self) -> list[Number]:
        self.expect("(")
        values = [self.expression(0)]
        while self.peek() == ",":
            self.next()
            values.append(self.expression(0))
        self.expect(")")
        return values

    def _is_percent(self) -> bool:
        """Whether the ``%`` ahead means a hundredth: nothing follows it of which it could be the remainder."""
        after = self.peek(1)
        operand = after[:1].isdigit() or after[:1] in (".", "(", "√") or (after[:1].isalpha() and after not in BINARY)
        return not operand


def _binary(sign: str, left: Number, right: Number) -> Number:
    if sign in ("/", "//", "%", "mod") and right == 0:
        raise division_by_zero()
    try:
        match sign:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*" | "of":
                return left * right
            case "/":
                return left / right
            case "//":
                return Fraction(left // right)
            case "%" | "mod":
                return left % right
        return power(left, right)
    except OverflowError:
        raise too_large() from None


def _percent_of(sign: str, left: Number, share: Number) -> Number:
    """``200 + 10%`` means a tenth more than 200; after any other sign a percentage is a number like all."""
    return _binary(sign, left, left * share) if sign in ("+", "-") else _binary(sign, left, share)


def _postfix(sign: str, value: Number) -> Number:
    match sign:
        case "!":
            return call("factorial", [value])
        case "%":
            return value / 100
    return float(value) * math.pi / 180


def _calculate(arguments: Mapping[str, Any]) -> Result:
    expression = " ".join(text_of(arguments, "expression", 400).split())
    value = evaluate(expression)
    text = f"{expression} {'=' if exact(value) else '≈'} {written(value)}"
    return Result(text, text)


TOOL = Tool(
    name="calculate",
    label={"en_US": "Calculator", "zh_Hans": "计算器"},
    description="Evaluates an arithmetic expression, exactly for whole and decimal numbers. Angles are in radians.",
    parameters=schema(
        expression={
            "type": "string",
            "description": "+ - * / // % ** and parentheses, percent such as 20% of 50, constants pi and e, functions "
            + ", ".join(FUNCTIONS),
        }
    ),
    call=_calculate,
)
