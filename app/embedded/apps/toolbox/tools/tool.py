"""What a tool declares, what it takes and what it gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    """What a tool found, as a sentence in English and in Chinese, and a picture where it drew one."""

    text: str
    chinese: str
    png: bytes | None = None


class ToolError(Exception):
    """A tool could not do what was asked. Both texts say why."""

    def __init__(self, text: str, chinese: str):
        super().__init__(text)
        self.text = text
        self.chinese = chinese


@dataclass(frozen=True)
class Tool:
    """``label`` by language (``en_US``, ``zh_Hans``); ``parameters`` is the JSON schema of the arguments.

    ``call`` takes arguments of whatever shape somebody sent and raises :class:`ToolError` for wrong ones. It may work
    for some tenths of a second, so it belongs in a thread.
    """

    name: str
    label: Mapping[str, str]
    description: str
    parameters: Mapping[str, Any]
    call: Callable[[Mapping[str, Any]], Result]


def schema(**properties: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON schema of an object that needs all of ``properties``."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def text_of(arguments: Mapping[str, Any], name: str, limit: int = 200) -> str:
    """An argument that is a text of at most ``limit`` characters, and not an empty one."""
    value = arguments.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ToolError(f"{name} must be a text", f"{name} 必须是文本")
    if len(value) > limit:
        raise ToolError(f"{name} is longer than {limit} characters", f"{name} 超过 {limit} 个字符")
    return value.strip()
