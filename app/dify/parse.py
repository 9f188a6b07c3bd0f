"""What a stream sends, read as an event."""

from typing import Any

from pydantic import ValidationError

from app.dify.events import (
    CLASS_OF,
    AgentMessageEvent,
    MalformedEvent,
    MessageEvent,
    Piece,
    StreamEvent,
    UnknownEvent,
)
from app.dify.wire import parse_json

_PIECES: dict[str, type[Piece]] = {
    "message": MessageEvent,
    "agent_message": AgentMessageEvent,
}
_put = object.__setattr__


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
