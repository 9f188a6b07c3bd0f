"""The inputs of a conversation, checked against the app's form."""

from collections.abc import Sequence
from typing import Any

from app.dify.models import FormField
from app.embedded.api.errors import invalid


def complete(form: Sequence[FormField], given: object) -> dict[str, Any]:
    """The value of each field of ``form``: the given one, or where it is absent, the default.

    Variables that the form does not have are dropped. Raises a 400 ``invalid_param`` that names the field.
    """
    if given is None:
        given = {}
    if not isinstance(given, dict):
        raise invalid("inputs must be an object", "inputs")
    return {field.variable: _value(field, given) for field in form}


def _value(field: FormField, given: dict[str, Any]) -> Any:
    value = given.get(field.variable, field.default)
    if value is None or value == "":
        if field.required:
            raise invalid(f"{field.variable} is required in input form")
        return field.default
    match field.type:
        case "number":
            return _number(field, value)
        case "checkbox":
            if not isinstance(value, bool):
                raise invalid(f"{field.variable} in input form must be a boolean")
            return value
    if not isinstance(value, str):
        raise invalid(f"(type '{field.type}') {field.variable} in input form must be a string")
    if field.type == "select" and value not in field.options:
        raise invalid(f"{field.variable} in input form must be one of the following: {field.options}")
    if field.max_length and len(value) > field.max_length:
        raise invalid(f"{field.variable} in input form must be less than {field.max_length} characters")
    return value


def _number(field: FormField, value: object) -> int | float:
    """A number, also written as text; neither a boolean nor an infinity is one."""
    if not isinstance(value, bool) and isinstance(value, str | int | float):
        try:
            number = float(value)
        except (ValueError, OverflowError):
            number = float("nan")
        if abs(number) < 2**53:
            return int(number) if number.is_integer() else number
    raise invalid(f"{field.variable} in input form must be a valid number")
