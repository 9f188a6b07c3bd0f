"""A form that a flow puts to a person in mid-answer: its text, with its controls where they belong."""

import re
from typing import Any

from app.dify.events import HumanInput
from app.dify.models import SystemParameters
from app.filetypes import limits_for
from app.forms.fields import FILES, MOST_FILES, Kind
from app.views import Field, FormAction, FormPart, HumanForm, Limits

MOST_FIELDS = 100  # of a form, and places in its text
MOST_ACTIONS = 50
MOST_OPTIONS = 1_000  # of a field
LONGEST = 100_000  # characters of a form's text and of a field's default, as of a question

_PLACE = re.compile(r"\{\{#\$output\.(\w+)#\}\}")
_KINDS: dict[str, Kind] = {
    "select": "select",
    "paragraph": "paragraph",
    "number": "number",
    "file": "file",
    "file-list": "files",
}


def human_form(asked: HumanInput) -> HumanForm:
    """The form as the page draws it; controls that its text has no place for stand at its end.

    What is beyond the bounds is left out: see :func:`fits`. A form without a token was delivered elsewhere, by e-mail
    for example: here it can only be waited for.
    """
    asked = _within(asked)
    fields = {field.variable: field for item in asked.inputs if (field := _field(item, asked)).variable}
    pieces = _PLACE.split(asked.form_content, maxsplit=MOST_FIELDS)
    parts = []
    for text, name in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        control = fields.pop(name, None)
        if text.strip() or control:
            parts.append(FormPart(text.strip(), [control] if control else []))
    if fields:
        parts.append(FormPart("", list(fields.values())))
    return HumanForm(
        id=asked.form_id or asked.node_id,
        title=asked.node_title,
        parts=parts,
        actions=[FormAction(item.id, item.title or item.id, item.button_style) for item in asked.actions],
        expires_at=asked.expiration_time,
        state="open" if asked.form_token else "elsewhere",
    )


def human_fields(form: HumanForm) -> list[Field]:
    return [field for part in form.parts for field in part.fields]


def fits(asked: HumanInput) -> bool:
    """Whether a form is shown whole."""
    kept = _within(asked)
    whole = (kept.form_content, kept.inputs, kept.actions, kept.resolved_default_values) == (
        asked.form_content, asked.inputs, asked.actions, asked.resolved_default_values,
    )  # fmt: skip
    return whole and len(_PLACE.findall(asked.form_content)) <= MOST_FIELDS


def _within(asked: HumanInput) -> HumanInput:
    return asked.model_copy(
        update={
            "form_content": asked.form_content[:LONGEST],
            "inputs": [{key: _cut(value) for key, value in item.items()} for item in asked.inputs[:MOST_FIELDS]],
            "actions": asked.actions[:MOST_ACTIONS],
            "resolved_default_values": {key: _cut(value) for key, value in asked.resolved_default_values.items()},
        }
    )


def _cut(value: Any) -> Any:
    """A text, or a list of options, or what holds the one or the other, no longer than it may be."""
    match value:
        case str():
            return value[:LONGEST]
        case list():
            return [item[:LONGEST] if isinstance(item, str) else item for item in value[:MOST_OPTIONS]]
        case dict():
            return {key: _cut(item) for key, item in list(value.items())[:MOST_OPTIONS]}
    return value


def _field(item: dict[str, Any], asked: HumanInput) -> Field:
    name = str(item.get("output_variable_name") or "")
    kind = _KINDS.get(str(item.get("type")), "text")
    options = [str(option) for option in _constant(item.get("option_source")) or []]
    default = asked.resolved_default_values.get(name, _constant(item.get("default")))
    text = "" if default is None else str(default)
    return Field(
        variable=name,
        label=name.replace("_", " ").strip().capitalize(),
        kind=kind,
        required=kind == "select",
        default=text if kind not in ("select", *FILES) or text in options else "",
        options=options,
        limits=_files(item) if kind in FILES else Limits(),
    )


def _files(item: dict[str, Any]) -> Limits:
    """A form does not say how large a file may be: the usual sizes hold, and the upstream has the last word."""
    types, extensions, methods = (
        [str(value) for value in item.get(f"allowed_file_{name}") or []]
        for name in ("types", "extensions", "upload_methods")
    )
    count = item.get("number_limits")
    most = 1 if item.get("type") == "file" else count if isinstance(count, int) and count > 0 else MOST_FILES
    return limits_for(types, extensions, methods, most, SystemParameters())


def _constant(value: Any) -> Any:
    """The value of ``{type: "constant", value}``; one that came from a variable is among the resolved defaults."""
    if isinstance(value, dict):
        return value.get("value") if value.get("type") in (None, "constant") else None
    return value
