"""How people step in for an app."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

EXPECTED = (
    "a table with button, true or false, name, a text of at most 60 characters, and variable, the "
    "name of one of the app's conversation variables"
)


class Support(BaseModel):
    """With a ``button`` whoever uses the app can ask for a person. ``name`` is what they know each of those by who step
    in, in place of the agent's own. What was said goes into the conversation's ``variable`` of that name, where the
    app has one, and else before the next question."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    button: bool = False
    name: str = Field("", max_length=60)
    variable: str = ""


def sentence(item: Any) -> str:
    """What is wrong with the table, as pydantic says it."""
    return f"{'.'.join(map(str, item['loc'][:2]))} is not what was expected: {EXPECTED}."
