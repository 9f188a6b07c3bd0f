"""The events of an answer's stream: one class each, their union, and a class for the unknown one."""

# ruff: noqa: RUF012 - pydantic gives every instance its own copy of a default.

from typing import Any, Literal, get_args

from app.dify.models import FormAction, MessageFile, Metadata
from app.dify.thoughts import AgentThought
from app.dify.wire import Wire


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
