"""A chatflow: its nodes, and the questions that it puts to a person."""

from collections.abc import Sequence
from typing import Any

from .steps import Json, Send, Step


def flow_started(**more: Any) -> Send:
    """``more`` goes into ``data``, as in all of these."""
    return Send({"event": "workflow_started", "data": {"inputs": {}, **more}})


def flow_finished(status: str = "succeeded", **more: Any) -> Send:
    outputs: Json = {"outputs": {}, "error": None, "elapsed_time": 0.4, "total_tokens": 108, "total_steps": 4}
    return Send({"event": "workflow_finished", "data": {"status": status, **outputs, **more}})


def node(
    title: str, kind: str = "llm", *inside: Step, status: str = "succeeded", error: str | None = None, **more: Any
) -> list[Step]:
    """A node's start, what happens ``inside``, and its end; ``more`` (outputs, process_data …) goes into the end."""
    begun: Json = {"node_id": f"node-{title}", "node_type": kind, "title": title, "inputs": None}
    ended: Json = {**begun, "process_data": None, "outputs": {}, "status": status, "error": error, "elapsed_time": 0.3}
    finished = Send({"event": "node_finished", "data": {**ended, "execution_metadata": None, **more}})
    return [Send({"event": "node_started", "data": begun}), *inside, finished]


def iteration(title: str, *rounds: Sequence[Step]) -> list[Step]:
    """An iteration over as many items as there are ``rounds``; the nodes of each are ``within(title)``."""
    about: Json = {"node_id": f"node-{title}", "node_type": "iteration", "title": title}
    steps: list[Step] = [Send({"event": "iteration_started", "data": {**about, "inputs": {}}})]
    for index, steps_of_round in enumerate(rounds):
        steps += [Send({"event": "iteration_next", "data": {**about, "index": index}}), *steps_of_round]
    ended = {**about, "outputs": [], "status": "succeeded", "steps": len(rounds)}
    return [*steps, Send({"event": "iteration_completed", "data": ended})]


def within(title: str, steps: Sequence[Step]) -> list[Step]:
    """Nodes as they are sent from inside the iteration of that title."""
    return [_within(f"node-{title}", step) if isinstance(step, Send) else step for step in steps]


def _within(node_id: str, step: Send) -> Send:
    return Send({**step.body, "data": {**step.body["data"], "iteration_id": node_id}})


def form(
    content: str,
    actions: Sequence[str] = ("Approve", "Reject"),
    inputs: Sequence[Json] = (),
    *,
    defaults: Json | None = None,
    **more: Any,
) -> list[Step]:
    """A form is required, and the flow pauses: the stream is over, without ``message_end``.

    The stand-in makes the form's token and serves it; ``form_token=None`` is a form that is delivered elsewhere.
    An action's id is its title in lower case.
    """
    styles = ["primary", *["default"] * len(actions)]
    buttons = [
        {"id": title.lower(), "title": title, "button_style": style}
        for title, style in zip(actions, styles, strict=False)
    ]
    asked: Json = {"node_id": "node-form", "node_title": "Ask a person", "form_content": content, "display_in_ui": True}
    asked |= {"inputs": list(inputs), "actions": buttons, "resolved_default_values": defaults or {}, **more}
    paused: Json = {"paused_nodes": ["node-form"], "reasons": [{"type": "human_input_required"}], "status": "paused"}
    return [Send({"event": "human_input_required", "data": asked}), Send({"event": "workflow_paused", "data": paused})]
