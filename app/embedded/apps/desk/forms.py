"""The form that a return or repair waits for: what it asks, which answers it takes, and how it reads when filled in."""

import re
from collections.abc import Mapping
from typing import Any

from app.embedded.apps.desk.phrases import Phrases

NODE_ID, NODE_TITLE = "ask", "Ask for the details"
MAX_REASON = 2000
PLACE = re.compile(r"\{\{#\$output\.(\w+)#\}\}")


class InvalidForm(Exception):
    """The answer to a form is not one that it takes. The text says why."""


def definition(phrases: Phrases, topic: str, ticket: str, items: list[str]) -> dict[str, Any]:
    """The form, without its id, its token and its end: Markdown in which ``{{#$output.NAME#}}`` stands for an input."""
    settlements = list(phrases.settlements[topic])
    inputs = [
        {"type": "paragraph", "output_variable_name": "reason", "default": _constant("")},
        {
            "type": "select",
            "output_variable_name": "settlement",
            "option_source": _constant(settlements),
            "default": _constant(settlements[0]),
        },
    ]
    content = phrases.form[topic].format(ticket=ticket, items=phrases.comma.join(f"**{item}**" for item in items))
    actions = (
        ("submit", phrases.submit, "primary"),
        ("call", phrases.call, "default"),
        ("cancel", phrases.cancel, "ghost"),
    )
    return {
        "node_id": NODE_ID,
        "node_title": NODE_TITLE,
        "form_content": content,
        "inputs": inputs,
        "actions": [{"id": name, "title": title, "button_style": style} for name, title, style in actions],
        "display_in_ui": True,
        "resolved_default_values": {"reason": "", "settlement": settlements[0]},
    }


def checked(form: Mapping[str, Any], inputs: object, action: object) -> dict[str, str]:
    """The inputs as the form takes them. Raises :class:`InvalidForm`."""
    actions = [item["id"] for item in form["actions"]]
    if action not in actions:
        raise InvalidForm(f"action must be one of {', '.join(actions)}.")
    if not isinstance(inputs, dict):
        raise InvalidForm("inputs must be an object.")
    taken = {field["output_variable_name"]: _value(field, inputs) for field in form["inputs"]}
    if action == "submit" and not taken["reason"].strip():
        raise InvalidForm("reason must not be empty: please say what is wrong.")
    return taken


def rendered(form: Mapping[str, Any], inputs: Mapping[str, str]) -> str:
    """The form's text with what was filled in."""
    return PLACE.sub(lambda match: str(inputs.get(match[1], "")), form["form_content"])


def filled(form: Mapping[str, Any], action: str, content: str) -> dict[str, Any]:
    """The ``data`` of ``human_input_form_filled``."""
    title = next(str(item["title"]) for item in form["actions"] if item["id"] == action)
    return {
        "node_id": form["node_id"],
        "node_title": form["node_title"],
        "rendered_content": content,
        "action_id": action,
        "action_text": title,
    }


def _value(field: Mapping[str, Any], inputs: Mapping[str, Any]) -> str:
    name = field["output_variable_name"]
    value = inputs.get(name, field["default"]["value"])
    if not isinstance(value, str):
        raise InvalidForm(f"{name} must be a text.")
    if field["type"] == "select" and value not in field["option_source"]["value"]:
        raise InvalidForm(f"{name} must be one of {', '.join(field['option_source']['value'])}.")
    if len(value) > MAX_REASON:
        raise InvalidForm(f"{name} must be at most {MAX_REASON} characters.")
    return value


def _constant(value: object) -> dict[str, Any]:
    return {"type": "constant", "selector": [], "value": value}
