"""The controls of the form, as the page draws them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from app.dify.models import FormField, SystemParameters
from app.filetypes import limits_for
from app.views import Field, Limits

Kind = Literal["text", "paragraph", "select", "number", "checkbox", "file", "files"]

_KINDS: dict[str, Kind] = {
    "text-input": "text",
    "paragraph": "paragraph",
    "select": "select",
    "number": "number",
    "checkbox": "checkbox",
    "json_object": "paragraph",
    "file": "file",
    "file-list": "files",
}
FILES = ("file", "files")
MOST_FILES = 5  # where an app does not say how many
_NOT_OURS = "external_data_tool"  # filled in by the app itself
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def fields(wire: Iterable[FormField], system: SystemParameters) -> list[Field]:
    """The controls to draw; hidden ones are left out, and an unknown control is a text box.

    ``system`` says how large a file may be.
    """
    return [_field(item, system) for item in wire if item.variable and not item.hide and item.type != _NOT_OURS]


def filled(text: str, inputs: Mapping[str, Any]) -> str:
    """``text`` with each ``{{variable}}`` that ``inputs`` has a value for."""

    def value(match: re.Match[str]) -> str:
        known = inputs.get(match[1])
        return match[0] if known in (None, "") else str(known)

    return _VARIABLE.sub(value, text)


def _field(item: FormField, system: SystemParameters) -> Field:
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
        limits=_files(item, system) if kind in FILES else Limits(),
    )


def _files(item: FormField, system: SystemParameters) -> Limits:
    count = 1 if item.type == "file" else item.max_length or MOST_FILES
    allowed = item.allowed_file_types, item.allowed_file_extensions, item.allowed_file_upload_methods
    return limits_for(*allowed, count, system)


def _default(item: FormField, kind: Kind) -> str:
    value = item.default
    if kind == "checkbox":
        return "true" if value in (True, 1, "true", "True", "1", "on") else ""
    if kind in FILES or (kind == "select" and value not in item.options):
        return ""
    return "" if value is None else str(value)
