"""Who sees what of an app: the kinds of content that ``policy`` names, each with the role from which on it is seen."""

from typing import Annotated, Any

from pydantic import AfterValidator

from app.settings import ROLES

NOBODY = "nobody"
KINDS = (
    *("sources", "passages", "reasoning", "tools", "tool_input", "tool_output"),
    *("nodes", "node_data", "logs", "usage", "prices", "variables"),
)
EXPECTED = f"a table of kinds of content, each with the role from which on it is seen, or {NOBODY}"


def _kind(value: str) -> str:
    if value not in KINDS:
        raise ValueError("no such kind")
    return value


def _least(value: str) -> str:
    if value not in (*ROLES, NOBODY):
        raise ValueError("no such role")
    return value


Seen = dict[Annotated[str, AfterValidator(_kind)], Annotated[str, AfterValidator(_least)]]


def sentence(item: Any) -> str:
    """What is wrong with a table of them, as pydantic says it."""
    _, *place = item["loc"]
    if not place:
        return f"policy is no table, but expected: {EXPECTED}."
    if place[-1] == "[key]":
        return f"policy.{place[0]} is no kind of content: expected are {', '.join(KINDS)}."
    return f"policy.{place[0]} is not what was expected: one of {', '.join(ROLES)} and {NOBODY}."
