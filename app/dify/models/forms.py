"""Forms that a flow puts in mid-answer."""

# ruff: noqa: RUF012 - pydantic gives every instance its own copy of a default.

from typing import Any

from pydantic import Field

from app.dify.wire import Wire


class FormAction(Wire):
    id: str = ""
    title: str = ""
    button_style: str = "default"


class HumanInputForm(Wire):
    """``form_content`` is Markdown; ``inputs`` have the types paragraph, select, file and file-list."""

    form_content: str = ""
    inputs: list[dict[str, Any]] = []
    resolved_default_values: dict[str, Any] = {}
    user_actions: list[FormAction] = Field(default_factory=list)
    expiration_time: int = 0
