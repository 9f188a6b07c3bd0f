"""An agent's rounds: it thinks, uses a tool, and says what it saw."""

import json
import re
from collections.abc import Sequence

from .steps import Json, Send, SendFile, Step, Wait


def agent_says(text: str) -> list[Step]:
    """The words of ``text``, each a piece of an agent's answer."""
    return [Send({"event": "agent_message", "answer": word}) for word in re.findall(r"\S+\s*|\s+", text)]


def thought(
    text: str = "",
    *,
    position: int = 1,
    tool: str = "",
    given: Json | str | None = None,
    observed: str | Json = "",
    files: Sequence[SendFile] = (),
    labels: Json | None = None,
    before: Sequence[Wait] = (),
) -> list[Step]:
    """One round: an empty thought, ``text`` word by word, the thought with it; where there is a tool, its result.

    ``given`` is the tool's input and ``observed`` what it answered (of several tools it may be by tool), both wrapped
    by its name as servers do; several tools are joined by ``;``. ``labels`` are more of a tool's names. ``before``
    stands between the call of the tool and its result: the picture of a tool at work. The last round of an answer has
    no tool.
    """
    known: Json = {"event": "agent_thought", "position": position, "thought": "", "tool": "", "tool_labels": {}}
    known |= {"tool_input": "", "observation": ""}
    steps: list[Step] = [Send(known), *agent_says(text)]
    known = {**known, "thought": text}
    if not tool:
        return [*steps, Send(known)]
    tools = tool.split(";")
    names = {name: {"en_US": name.replace("_", " ").title(), **(labels or {}).get(name, {})} for name in tools}
    known |= {"tool": tool, "tool_labels": names}
    known |= {"tool_input": given if isinstance(given, str) else json.dumps({name: given or {} for name in tools})}
    found = observed if isinstance(observed, dict) else dict.fromkeys(tools, observed)
    seen = {**known, "observation": json.dumps(found)}
    return [*steps, Send(known), *before, *files, Send(seen)]
