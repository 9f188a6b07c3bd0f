"""What a person filled in, checked as the server would: the inputs to send, or what is wrong with each field."""

import json
import math
from collections.abc import Mapping, Sequence

from app.forms.fields import FILES
from app.views import Field, Notice

Value = str | int | float | bool | list[str]


def check(fields: Sequence[Field], values: Mapping[str, object]) -> tuple[dict[str, Value], dict[str, Notice]]:
    """``(inputs, problems)``: the values by variable, typed as the API wants them, and a notice by variable.

    A browser sends an unticked box by leaving it out. Variables that no field has are dropped. Files are the list of
    their ids, which :func:`app.uploads.uploads.Uploads.for_form` turns into what the API wants.
    """
    inputs: dict[str, Value] = {}
    problems: dict[str, Notice] = {}
    for field in fields:
        given = values.get(field.variable)
        if field.kind == "checkbox":
            inputs[field.variable] = given in (True, "on", "true")
            continue
        if field.kind in FILES:
            ids = _ids(given)
            if problem := _problem_with_files(field, ids):
                problems[field.variable] = problem
            elif ids:
                inputs[field.variable] = ids
            continue
        text = str(given).strip() if given is not None else ""
        if problem := _problem(field, text):
            problems[field.variable] = problem
        elif text:
            inputs[field.variable] = _number(text) if field.kind == "number" else text
    return inputs, problems


def _problem(field: Field, text: str) -> Notice | None:
    if not text:
        return Notice("field_required", {"label": field.label}) if field.required else None
    if field.limit and len(text) > field.limit:
        return Notice("field_too_long", {"limit": str(field.limit), "length": str(len(text))})
    if field.kind == "select" and text not in field.options:
        return Notice("field_not_offered")
    if field.kind == "number" and math.isnan(_number(text)):
        return Notice("field_not_a_number")
    return None


def _ids(given: object) -> list[str] | None:
    """The ids in ``["…", …]`` as text, as the page's control gives them; None while one is still on its way."""
    try:
        ids = json.loads(str(given or "[]"))
    except ValueError:
        return None
    return [str(id) for id in ids] if isinstance(ids, list) else None


def _problem_with_files(field: Field, ids: list[str] | None) -> Notice | None:
    if ids is None:
        return Notice("wait_for_upload")
    if not ids:
        return _problem(field, "")
    if len(ids) > field.limits.max_count:
        return Notice("files_too_many_here", {"limit": str(field.limits.max_count)})
    return None


def _number(text: str) -> int | float:
    """The number in ``text``, NaN where there is none; infinities and NaN are no numbers that JSON can send."""
    try:
        value = float(text)
    except ValueError:
        return math.nan
    if not math.isfinite(value):
        return math.nan
    try:
        return int(text)  # a float would change an integer of more than 15 digits
    except ValueError:
        return int(value) if value.is_integer() else value
