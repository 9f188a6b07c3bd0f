"""The events of an answer's stream: one class each, their union, and a class for the unknown one."""

# ruff: noqa: RUF012 - pydantic gives every instance its own copy of a default.

from typing import Any, Literal, get_args

from pydantic import ValidationError

from app.dify.models import FormAction, MessageFile, Metadata
from app.dify.thoughts import AgentThought
from app.dify.wire import Wire, parse_json


class Event(Wire):
    """What nearly every event bears. ``task_id`` is what a stop needs; a ping and an error may lack it."""

    event: str
    task_id: str = ""
    message_id: str = ""
    conversation_id: str = ""
    created_at: int = 0


class MessageEvent(Event):
    """A piece of the answer; an empty one is normal."""

    event: Literal["message"]
    answer: str = ""


class AgentMessageEvent(Event):
    event: Literal["agent_message"]
    answer: str = ""


Piece = MessageEvent | AgentMessageEvent


class AgentThoughtEvent(Event, AgentThought):
    """A step of an agent, sent up to three times by the same ``id``, each time with more filled in."""

    event: Literal["agent_thought"]


class MessageFileEvent(Event, MessageFile):
    event: Literal["message_file"]


class MessageEndEvent(Event):
    """The answer is complete and saved. The connection may stay open: a title is being made, audio follows."""

    event: Literal["message_end"]
    id: str = ""
    metadata: Metadata = Metadata()
    files: list[MessageFile] = []


class MessageReplaceEvent(Event):
    """The whole text anew. With output moderation on it comes before the end of every answer, changed or not."""

    event: Literal["message_replace"]
    answer: str = ""
    reason: str = ""


class ErrorEvent(Event):
    """Ends the stream, whatever its ``status``; HTTP stays 200 and no ``message_end`` follows."""

    event: Literal["error"]
    status: int = 0
    code: str = ""
    message: str = ""


class PingEvent(Event):
    """Every 10 s of the request, as a bare ``event: ping`` without data."""

    event: Literal["ping"]


class TtsMessageEvent(Event):
    """``audio`` is base64 of MP3."""

    event: Literal["tts_message"]
    audio: str = ""


class TtsMessageEndEvent(Event):
    event: Literal["tts_message_end"]
    audio: str = ""


class Reasoning(Wire):
    message_id: str = ""
    reasoning: str = ""
    node_id: str = ""
    is_final: bool = False


class ReasoningChunkEvent(Event):
    event: Literal["reasoning_chunk"]
    data: Reasoning = Reasoning()


class WorkflowStep(Wire):
    """``data`` of ``workflow_*``. It holds inputs and outputs in full: see the policy before showing any."""

    id: str = ""
    workflow_id: str = ""
    status: str = ""
    error: str = ""
    elapsed_time: float = 0.0
    total_tokens: int = 0
    total_steps: int = 0


class WorkflowEvent(Event):
    event: Literal["workflow_started", "workflow_finished", "workflow_paused"]
    workflow_run_id: str = ""
    data: WorkflowStep = WorkflowStep()


class NodeStep(Wire):
    """``data`` of ``node_*``, ``iteration_*`` and ``loop_*``. A failed node says so in ``status`` alone.

    ``id`` names this execution of the node ``node_id``; ``iteration_id`` and ``loop_id`` are the ``node_id`` of what it
    runs within. ``index`` counts nodes, in ``iteration_next`` and ``loop_next`` the rounds from 0.
    """

    id: str = ""
    node_id: str = ""
    node_type: str = ""
    title: str = ""
    index: int = 0
    iteration_id: str = ""
    loop_id: str = ""
    retry_index: int = 0
    status: str = ""
    error: str = ""
    elapsed_time: float = 0.0
    inputs: Any = None
    process_data: Any = None
    outputs: Any = None
    execution_metadata: Any = None


class NodeEvent(Event):
    event: Literal[
        "node_started",
        "node_finished",
        "node_retry",
        "iteration_started",
        "iteration_next",
        "iteration_completed",
        "loop_started",
        "loop_next",
        "loop_completed",
    ]
    workflow_run_id: str = ""
    data: NodeStep = NodeStep()


class AgentLog(Wire):
    """A node of an agent's log; a tree by ``parent_id``."""

    id: str = ""
    node_execution_id: str = ""
    parent_id: str = ""
    node_id: str = ""
    label: str = ""
    status: str = ""
    error: str = ""
    data: Any = None
    metadata: Any = None


class AgentLogEvent(Event):
    event: Literal["agent_log"]
    data: AgentLog = AgentLog()


class HumanInput(Wire):
    """``form_token`` is absent where the form was delivered elsewhere."""

    form_id: str = ""
    node_id: str = ""
    node_title: str = ""
    form_content: str = ""
    inputs: list[dict[str, Any]] = []
    actions: list[FormAction] = []
    display_in_ui: bool = False
    form_token: str = ""
    resolved_default_values: dict[str, Any] = {}
    expiration_time: int = 0
    rendered_content: str = ""
    action_id: str = ""
    action_text: str = ""


class HumanInputEvent(Event):
    event: Literal["human_input_required", "human_input_form_filled", "human_input_form_timeout"]
    workflow_run_id: str = ""
    data: HumanInput = HumanInput()


class TextEvent(Event):
    event: Literal["text_chunk", "text_replace"]
    data: dict[str, Any] = {}


class UnknownEvent(Event):
    """An event that this client does not know, or one it knows in a shape it does not: kept raw."""

    raw: dict[str, Any] = {}


class MalformedEvent(Event):
    """A line of the stream that is no JSON object: skipped and counted. ``raw`` holds its first 200 characters."""

    event: Literal["malformed"] = "malformed"
    raw: str = ""


StreamEvent = (
    MessageEvent
    | AgentMessageEvent
    | AgentThoughtEvent
    | MessageFileEvent
    | MessageEndEvent
    | MessageReplaceEvent
    | ErrorEvent
    | PingEvent
    | TtsMessageEvent
    | TtsMessageEndEvent
    | ReasoningChunkEvent
    | WorkflowEvent
    | NodeEvent
    | AgentLogEvent
    | HumanInputEvent
    | TextEvent
    | UnknownEvent
    | MalformedEvent
)

KNOWN: tuple[type[StreamEvent], ...] = tuple(
    cls for cls in get_args(StreamEvent) if cls not in (UnknownEvent, MalformedEvent)
)


def _names() -> dict[str, type[StreamEvent]]:
    """Each event's name on the wire, with its class."""
    return {name: cls for cls in KNOWN for name in get_args(cls.model_fields["event"].annotation)}


CLASS_OF = _names()


def parse_event(text: str) -> StreamEvent:
    """One ``data:`` line of the stream as an event. Never raises.

    What is no JSON object becomes a :class:`MalformedEvent` (one sample of the contract itself is no valid
    JSON); what has an unknown name, or a known name and another shape, an :class:`UnknownEvent`.
    """
    try:
        value = parse_json(text)
    except ValueError:
        return MalformedEvent(raw=text[:200])
    if not isinstance(value, dict):
        return MalformedEvent(raw=text[:200])
    name = value.get("event")
    name = name if isinstance(name, str) else ""
    if name in _PIECES and (piece := _piece(_PIECES[name], value)) is not None:
        return piece
    try:
        return CLASS_OF[name].model_validate(value)
    except (KeyError, ValidationError):
        return UnknownEvent(event=name, raw=value)


_PIECES: dict[str, type[Piece]] = {
    "message": MessageEvent,
    "agent_message": AgentMessageEvent,
}
_put = object.__setattr__


def _piece(cls: type[Piece], value: dict[str, Any]) -> Piece | None:
    """A piece of text that has all of its fields, each of its kind: what validation makes of it, at half the cost.

    None where validation has something to do. Nearly all of a stream are such pieces.
    """
    get = value.get
    task_id, message_id, conversation_id = get("task_id"), get("message_id"), get("conversation_id")
    created_at, answer = get("created_at"), get("answer")
    if not (type(task_id) is type(message_id) is type(conversation_id) is type(answer) is str):
        return None
    if type(created_at) is not int:
        return None
    fields = {
        "event": value["event"],
        "task_id": task_id,
        "message_id": message_id,
        "conversation_id": conversation_id,
        "created_at": created_at,
        "answer": answer,
    }
    extra = {}
    for name, item in value.items():
        if name not in fields and item is not None:
            extra[name] = item
    piece = cls.__new__(cls)
    _put(piece, "__dict__", fields)
    _put(piece, "__pydantic_fields_set__", {*fields, *extra})
    _put(piece, "__pydantic_extra__", extra)
    _put(piece, "__pydantic_private__", None)
    return piece
