"""An agent's step as the wire has it, and the calls of tools that it stands for."""

# ruff: noqa: RUF012 - pydantic gives every instance its own copy of a default.

import re
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, model_validator

from app.dify.wire import Wire, parse_json

MOST_TOOLS = 1_000  # of one step

Outcome = Literal["running", "done", "failed"]

# How servers begin the observation of a tool that failed; there is no field for it.
_FAILED = re.compile(
    r"tool (invoke|response|parameters validation|provider credential validation) error|tool not found|unknown error"
    r"|there is not a tool named|please check your tool provider|tool input is not provided",
    re.IGNORECASE,
)


def _list_of_ids(value: Any) -> Any:
    """A thought's ``message_files`` may be null, ids, or one object of nulls (seen on 0.15.3)."""
    if isinstance(value, dict):
        value = [value]
    return [item for item in value or [] if isinstance(item, str)]


@dataclass(frozen=True)
class ToolCall:
    """One tool of a step.

    ``input`` and ``result`` are JSON or text; ``labels`` are the tool's names by language (``en_US``, ``zh_Hans``).
    """

    tool: str
    outcome: Outcome
    input: Any = None
    result: Any = None
    labels: dict[str, str] = field(default_factory=dict)


class AgentThought(Wire):
    """One step of an agent. ``tool`` is a list joined by ``;``, ``tool_input`` and ``observation`` JSON as text.

    ``outcomes`` is no field of the wire: it says of each tool how it went, read from its observation.
    """

    id: str = ""
    chain_id: str = ""
    message_id: str = ""
    position: int = 0
    thought: str = ""
    tool: str = ""
    tool_labels: dict[str, Any] = {}
    tool_input: str = ""
    observation: str = ""
    outcomes: list[str] = []
    message_files: Annotated[list[str], BeforeValidator(_list_of_ids)] = []
    files: Annotated[list[str], BeforeValidator(_list_of_ids)] = []
    created_at: int = 0

    @model_validator(mode="before")
    @classmethod
    def _know_the_outcomes(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        names = _tools(value.get("tool"))
        observed = _by_tool(value.get("observation"), names) if names else []
        return {**value, "outcomes": [_outcome(item) for item in observed]}

    @property
    def calls(self) -> list[ToolCall]:
        """The tools of this step in order; a step that only thinks has none."""
        names = _tools(self.tool)
        inputs, results = _by_tool(self.tool_input, names), _by_tool(self.observation, names)
        outcomes = [*self.outcomes, *["running"] * len(names)]
        return [
            ToolCall(name, _known(outcome), given, result, _labels(self.tool_labels.get(name)))
            for name, given, result, outcome in zip(names, inputs, results, outcomes, strict=False)
        ]


def _tools(joined: Any) -> list[str]:
    return [name for name in str(joined or "").split(";", MOST_TOOLS)[:MOST_TOOLS] if name]


def _by_tool(text: Any, names: list[str]) -> list[Any]:
    """The part of each tool: JSON as ``{tool: part}``, or, of one tool and from older servers, the text itself."""
    try:
        value = parse_json(text) if isinstance(text, str) and text.strip() else None
    except ValueError:
        value = text
    if isinstance(value, dict) and any(name in value for name in names):
        return [value.get(name) for name in names]
    return [value, *[None] * (len(names) - 1)]


def _outcome(observed: Any) -> Outcome:
    if observed in (None, ""):
        return "running"
    return "failed" if _FAILED.match(str(observed).lstrip()) else "done"


def _known(outcome: str) -> Outcome:
    match outcome:
        case "done" | "failed":
            return outcome
    return "running"


def _labels(value: Any) -> dict[str, str]:
    return {key: text for key, text in value.items() if isinstance(text, str)} if isinstance(value, dict) else {}
