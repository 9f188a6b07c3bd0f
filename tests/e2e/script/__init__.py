"""What the stand-in upstream answers: a list of steps, and helpers for what real servers send in several."""

from .agent import agent_says, thought
from .flow import flow_finished, flow_started, form, iteration, node, within
from .picture import picture
from .recorded import recorded
from .sound import chunked, mp3, speak, tone
from .steps import (
    Cut,
    End,
    Hold,
    Json,
    Leave,
    Raw,
    Recorded,
    Rest,
    Say,
    Send,
    SendFile,
    Step,
    Wait,
    error,
    numbered,
)

__all__ = [
    "Cut",
    "End",
    "Hold",
    "Json",
    "Leave",
    "Raw",
    "Recorded",
    "Rest",
    "Say",
    "Send",
    "SendFile",
    "Step",
    "Wait",
    "agent_says",
    "chunked",
    "error",
    "flow_finished",
    "flow_started",
    "form",
    "iteration",
    "mp3",
    "node",
    "numbered",
    "picture",
    "recorded",
    "speak",
    "thought",
    "tone",
    "within",
]
