"""The controls of the form, as the page draws them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from app.dify.models import FormField
from app.views import Field

Kind = Literal["text", "paragraph", "select", "number", "checkbox"]

_KINDS: dict[str, Kind] = {
    "text-input": "text",
    "paragraph": "paragraph",
    "select": "select",
    "number": "number",
    "checkbox": "checkbox",
    "json_object": "paragraph",
}
# Filled in by the app's own tools, or files, which this form has no control for.
_NOT_OURS = frozenset({"external_data_tool", "file", "file-list"})
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def fields(wire: Iterable[FormField]) -> list[Field]:
    """The controls to draw; hidden ones are left out, and an unknown control is a text box."""
    return [_field(item) for item in wire if item.variable and not item.hide and item.type not in _NOT_OURS]


def filled(text: str, inputs: Mapping[str, Any]) -> str:
    """``text`` with each ``{{variable}}`` that ``inputs`` has a value for."""

    def value(match: re.Match[str]) -> str:
        known = inputs.get(match[1])
        return match[0] if known in (None, "") else str(known)

    return _VARIABLE.sub(value, text)


def _field(item: FormField) -> Field:
    kind = _KINDS.get(item.type, "text")
    default = _default(item, kind)
    return Field(
        variable=item.variable,
        label=item.label or item.variable,
        kind=kind,
        required=item.required,
        limit=item.max_length if kind in ("text", "paragraph") else 0,
        default=default,
        options=list(item.options),
        hint=item.description,
    )


def _default(item: FormField, kind: Kind) -> str:
    value = item.default
    if kind == "checkbox":
        return "true" if value in (True, 1, "true", "True", "1", "on") else ""
    if kind == "select" and value not in item.options:
        return ""
    return "" if value is None else str(value)
