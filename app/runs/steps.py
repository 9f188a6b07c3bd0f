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

MOST = 500  # steps that are kept of one answer
LONGEST = 8_000  # characters of an input or a result that are shown

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
    if len(steps) >= MOST:
        return steps
    above = next((at for at, old in enumerate(steps) if parent and old.key == parent), None)
    if above is None:
        return (*steps, step)
    depth = steps[above].depth + 1
    end = next((at for at in range(above + 1, len(steps)) if steps[at].depth < depth), len(steps))
    return (*steps[:end], replace(step, depth=depth), *steps[end:])


def of_agent(steps: Steps, thought: AgentThought) -> Steps:
    """The step's tools, one entry each. Whatever came before it has ended, said or not."""
    if not any(step.id.startswith(f"{thought.id}:") for step in steps):
        steps = ended(steps, "done", only="tool")
    files = (*thought.message_files, *thought.files)
    for number, call in enumerate(thought.calls):
        step = Step(
            f"{thought.id}:{number}", "tool", call.tool, call.labels, state=call.outcome,
            input=laid_out(call.input), result=laid_out(call.result), files=files if number == 0 else (),
        )  # fmt: skip
        steps = put(steps, step)
    return steps


def of_node(steps: Steps, event: NodeEvent) -> Steps:
    """A node, an iteration or a loop; what runs within one stands below it. Without an id it may not be seen."""
    node = event.data
    if not (node.id or node.node_id):
        return steps
    id = node.id or node.node_id
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
        title=node.title or node.node_type or name,
        key=node.node_id,
        state=state,
        input=_together(detail) or old.input,
        result=_together(outcome) or old.result,
    )
    return put(steps, step, node.iteration_id or node.loop_id)


def of_log(steps: Steps, entry: AgentLog) -> Steps:
    if not (entry.id and entry.label):
        return steps
    state = _STATES.get(entry.status, "done")
    result = _together({"data": entry.data, "error": entry.error or None})
    step = Step(entry.id, "log", entry.label, key=entry.id, state=state, result=result)
    return put(steps, step, entry.parent_id or entry.node_id)


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
