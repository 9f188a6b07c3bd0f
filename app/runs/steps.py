"""The steps of an answer as it is being made: events of agents and flows, folded into one list. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from app.dify.events import AgentLog, NodeEvent
from app.dify.thoughts import AgentThought
from app.runs.text import Text
from app.views import Attachment, Thought

Kind = Literal["tool", "reasoning", "node", "log"]
State = Literal["running", "waiting", "done", "failed", "stopped"]

LONGEST = 8_000  # characters of an input or a result that are shown
LONGEST_NAME = 4_000  # characters of a title and of an id
MOST_NAMES = 100  # languages of a title, and files that a step names

_STATES: dict[str, State] = {
    "": "running", "start": "running", "running": "running", "paused": "waiting", "succeeded": "done",
    "success": "done", "partial-succeeded": "done", "exception": "failed", "failed": "failed", "error": "failed",
    "stopped": "stopped",
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A :class:`~app.views.Thought` that may still grow. ``key`` is the id that its children name as their parent."""

    id: str
    kind: Kind
    title: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    key: str = ""
    depth: int = 0
    state: State = "running"
    text: Text = Text()
    input: str = ""
    result: str = ""
    files: tuple[str, ...] = ()

    def view(self, files: Mapping[str, Attachment]) -> Thought:
        """As the page shows it; ``files`` are those that may be shown, by the upstream's ids."""
        return Thought(
            self.id, self.kind, self.title, self.labels, self.depth, self.state, str(self.text), self.input,
            self.result, [files[id] for id in self.files if id in files],
        )  # fmt: skip


Steps = tuple[Step, ...]


def put(steps: Steps, step: Step, parent: str = "") -> Steps:
    """``steps`` with ``step`` in the place of the one with its id; a new one stands at the end of its parent's."""
    for at, old in enumerate(steps):
        if old.id == step.id:
            return (*steps[:at], replace(step, depth=old.depth), *steps[at + 1 :])
    above = next((at for at, old in enumerate(steps) if parent and old.key == parent), None)
    if above is None:
        return (*steps, step)
    depth = steps[above].depth + 1
    end = next((at for at in range(above + 1, len(steps)) if steps[at].depth < depth), len(steps))
    return (*steps[:end], replace(step, depth=depth), *steps[end:])


def fitting(known: Steps, steps: Steps, most: int) -> Steps:
    """``steps`` without those that are new beside the ``known`` ones and beyond the ``most`` that are kept."""
    if len(steps) <= most:
        return steps
    free = max(most - len(known), 0)
    old = {step.id for step in known}
    new = [step.id for step in steps if step.id not in old]
    kept = old | set(new[:free])
    return steps if len(new) <= free else tuple(step for step in steps if step.id in kept)


def of_agent(steps: Steps, thought: AgentThought) -> Steps:
    """The step's tools, one entry each. Whatever came before it has ended, said or not."""
    id = thought.id[:LONGEST_NAME]
    if not any(step.id.startswith(f"{id}:") for step in steps):
        steps = ended(steps, "done", only="tool")
    files = (*thought.message_files, *thought.files)[:MOST_NAMES]
    told = [
        Step(
            f"{id}:{number}", "tool", named(call.tool), _labels(call.labels), state=call.outcome,
            input=laid_out(call.input), result=laid_out(call.result), files=files if number == 0 else (),
        )
        for number, call in enumerate(thought.calls)
    ]  # fmt: skip
    new = {step.id: step for step in told}
    return (*(new.pop(step.id, step) for step in steps), *new.values())


def of_node(steps: Steps, event: NodeEvent) -> Steps:
    """A node, an iteration or a loop; what runs within one stands below it. Without an id it may not be seen."""
    node = event.data
    if not (node.id or node.node_id):
        return steps
    within = node.iteration_id or node.loop_id
    id, key, parent = (name[:LONGEST_NAME] for name in (node.id or node.node_id, node.node_id, within))
    old = next((step for step in steps if step.id == id), Step(id, "node"))
    name, _, what = event.event.rpartition("_")
    state = _STATES.get(node.status, "done")
    if what in ("started", "next", "retry"):
        state = "running"
    elif what in ("finished", "completed") and state == "running":
        state = "done"
    outcome = {"outputs": node.outputs, "error": node.error or None}
    detail = {"inputs": node.inputs, "process_data": node.process_data}
    step = replace(
        old,
        title=named(node.title or node.node_type or name),
        key=key,
        state=state,
        input=_together(detail) or old.input,
        result=_together(outcome) or old.result,
    )
    return put(steps, step, parent)


def of_log(steps: Steps, entry: AgentLog) -> Steps:
    if not (entry.id and entry.label):
        return steps
    state = _STATES.get(entry.status, "done")
    result = _together({"data": entry.data, "error": entry.error or None})
    id, parent = (name[:LONGEST_NAME] for name in (entry.id, entry.parent_id or entry.node_id))
    return put(steps, Step(id, "log", named(entry.label), key=id, state=state, result=result), parent)


def of_reasoning(steps: Steps, id: str, piece: str, *, title: str = "", done: bool = False) -> Steps:
    """Reasoning that grows by ``piece``; an end of what never began is nothing."""
    old = next((step for step in steps if step.id == id), None)
    if old is None and done and not piece:
        return steps
    old = old or Step(id, "reasoning", title)
    return put(steps, replace(old, text=old.text + piece, state="done" if done else "running"))


def ended(steps: Steps, state: State, only: str = "") -> Steps:
    """What still ran has come to an end with the answer, or with what came after it."""
    if not any(step.state == "running" for step in steps):
        return steps
    return tuple(
        replace(step, state=state) if step.state == "running" and only in ("", step.kind) else step for step in steps
    )


def named(text: str) -> str:
    return text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}…"


def _labels(given: Mapping[str, str]) -> dict[str, str]:
    return {language[:LONGEST_NAME]: named(text) for language, text in list(given.items())[:MOST_NAMES]}


def laid_out(value: Any) -> str:
    """``value`` as a person reads it: text as it is, JSON indented."""
    if value in (None, "", {}, []):
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _together(values: dict[str, Any]) -> str:
    """The values that there are: one alone, several by name."""
    there = {name: value for name, value in values.items() if value not in (None, "", {}, [])}
    return laid_out(next(iter(there.values())) if len(there) == 1 else there)
