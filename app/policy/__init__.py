"""What a role may see of what the API says, decided once: an allow-list per kind of object and role.

The Service API tells its caller far more than a visitor may know: prompts, inputs and outputs of nodes, dataset
ids, prices, the moderation word list. What is not on the list does not pass, so a field that a later server adds
stays hidden until somebody decides about it.
"""

from enum import StrEnum
from typing import Any, TypeVar, cast

from app.dify import events, models
from app.dify.wire import Wire

Object = TypeVar("Object", bound=Wire)


class Role(StrEnum):
    VISITOR = "visitor"


def _of(names: str) -> frozenset[str]:
    return frozenset(names.split())


_IDS = frozenset({"event", "task_id", "message_id", "conversation_id", "created_at"})
_FILE = frozenset({"id", "type", "url", "belongs_to", "filename", "mime_type", "size"})

VISITOR: dict[type[Wire], frozenset[str]] = {
    events.MessageEvent: _IDS | {"answer"},
    events.AgentMessageEvent: _IDS | {"answer"},
    events.AgentThoughtEvent: _IDS | {"id", "position", "tool"},
    events.MessageFileEvent: _IDS | _FILE,
    events.MessageEndEvent: _IDS | {"id", "metadata", "files"},
    events.MessageReplaceEvent: _IDS | {"answer"},
    events.ErrorEvent: _IDS | {"status", "code", "message"},
    events.PingEvent: _IDS,
    events.TtsMessageEvent: _IDS | {"audio"},
    events.TtsMessageEndEvent: _IDS | {"audio"},
    events.ReasoningChunkEvent: _IDS,
    events.WorkflowEvent: _IDS,
    events.NodeEvent: _IDS,
    events.AgentLogEvent: _IDS,
    events.HumanInputEvent: _IDS,
    events.TextEvent: _IDS,
    events.UnknownEvent: frozenset({"event"}),
    events.MalformedEvent: frozenset({"event"}),
    models.Metadata: frozenset({"retriever_resources", "annotation_reply"}),
    models.AnnotationReply: frozenset({"id"}),
    models.RetrieverResource: frozenset({"position", "document_name", "title", "score", "content", "page"}),
    models.MessageFile: _FILE,
    models.AgentThought: frozenset({"id", "position", "tool"}),
    models.Feedback: frozenset({"rating", "content"}),
    models.Message: _of(
        "id conversation_id query answer message_files feedback retriever_resources agent_thoughts created_at status"
    ),
    models.Conversation: frozenset({"id", "name", "introduction", "created_at", "updated_at"}),
    models.Parameters: frozenset(
        {"opening_statement", "suggested_questions", "suggested_questions_after_answer", "user_input_form"}
    ),
    models.FormField: frozenset(
        {"type", "label", "variable", "description", "required", "hide", "default", "max_length", "options"}
    ),
    models.Switch: frozenset({"enabled"}),
    models.AppInfo: frozenset({"name", "description"}),
    models.Site: _of(
        "title icon_type icon icon_background chat_color_theme description custom_disclaimer input_placeholder"
    ),
}

_LISTS = {Role.VISITOR: VISITOR}

# Codes whose message is not shown. A model's or provider's failure quotes prompts, addresses and at times keys; and
# for the last four the page has better words of its own. What is wrong with an input only the server can say.
SILENT = _of(
    "app_unavailable provider_not_initialize provider_quota_exceeded "
    "model_currently_not_support completion_request_error internal_server_error unauthorized "
    "forbidden unknown not_found conversation_completed too_many_requests rate_limit_error"
)


def allow(role: Role, thing: Object) -> Object:
    """``thing`` with the fields that ``role`` may see; all others have their defaults, and nothing extra is left.

    Raises :class:`KeyError` for a kind of object that no list names: to show it is to decide about it.
    """
    allowed = _LISTS[role][type(thing)]
    values = {name: _inner(role, getattr(thing, name)) for name in allowed if name in thing.model_fields_set}
    if isinstance(thing, events.ErrorEvent):
        values["message"] = reason(thing.code, thing.message)
    if isinstance(thing, models.Metadata) and "retriever_resources" in allowed:
        values["retriever_resources"] = [allow(role, item) for item in thing.citations]
    return cast(Object, type(thing).model_construct(**values))


def reason(code: str, message: str) -> str:
    """The upstream's own words about an error, where they are meant for the person who asked; else nothing.

    An unknown code still shows its message: newer servers name more of what a person can mend.
    """
    return "" if code in SILENT or code == "" else message[:500]


def _inner(role: Role, value: Any) -> Any:
    if isinstance(value, Wire):
        return allow(role, value)
    if isinstance(value, list):
        return [_inner(role, item) for item in value]
    return value
