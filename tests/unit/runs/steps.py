"""Events that make steps, and steps as they are told: for all tests of steps."""

from typing import Any

from app.dify.events import StreamEvent
from app.runs.draft import Draft
from app.views import Attachment, Thought
from tests.unit.runs.doubles import event


def shown(draft: Draft) -> dict[str, Attachment]:
    """Each file of the draft with an id of ours, by the wire's."""
    return {file.id: Attachment(f"ours-{file.id}", "image") for file in draft.files}


def views(draft: Draft) -> list[Thought]:
    return [step.view(shown(draft)) for step in draft.steps]


def told(draft: Draft) -> list[tuple[str, str]]:
    return [(step.title, step.state) for step in draft.steps]


def tree(draft: Draft) -> list[str]:
    """Each step's title, as deep as it stands."""
    return ["  " * step.depth + step.title for step in draft.steps]


def thought(id: str, **fields: Any) -> StreamEvent:
    return event("agent_thought", id=id, **fields)


def node(name: str, id: str, title: str = "", **data: Any) -> StreamEvent:
    return event(name, data={"id": f"run-of-{id}", "node_id": id, "title": title or id, **data})


def log(id: str, label: str, **data: Any) -> StreamEvent:
    return event("agent_log", data={"id": id, "label": label, "status": "success", **data})


def chunk(text: str, node_id: str = "llm", **data: Any) -> StreamEvent:
    return event("reasoning_chunk", data={"reasoning": text, "node_id": node_id, **data})
