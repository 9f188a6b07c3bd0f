"""The visitor's list: what is on it passes, and nothing else."""

import inspect
import types
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Literal, Union, get_args, get_origin

import pytest

from app.dify import events, models
from app.dify.thoughts import AgentThought
from app.dify.wire import Wire
from app.policy import VISITOR, Role, allow, reason
from tests.unit.runs.doubles import event

SECRET = "sk-canary-0451"
EVENTS = [*events.KNOWN, events.UnknownEvent, events.MalformedEvent]

# What of each class a visitor may read as text; where a class is missing its list lets no text through but ids.
SHOWN = {
    events.MessageEvent: {"answer"},
    events.AgentMessageEvent: {"answer"},
    events.AgentThoughtEvent: {"id", "tool", "tool_labels", "outcomes", "message_files", "files"},
    events.MessageFileEvent: {"id", "type", "url", "belongs_to", "filename", "mime_type"},
    events.MessageEndEvent: {"id", "metadata", "files"},
    events.MessageReplaceEvent: {"answer"},
    events.ErrorEvent: {"code", "message"},
    events.TtsMessageEvent: {"audio"},
    events.TtsMessageEndEvent: {"audio"},
    events.ReasoningChunkEvent: {"data"},
    events.WorkflowEvent: {"workflow_run_id"},
    events.NodeEvent: {"data"},
    events.HumanInputEvent: {"data"},
}
# The same of what stands in an event's ``data``.
INSIDE = {
    events.Reasoning: {"reasoning", "node_id"},
    events.NodeStep: {"id", "node_id", "node_type", "title", "iteration_id", "loop_id", "status"},
    events.HumanInput: {
        "form_id", "node_id", "node_title", "form_content", "inputs", "actions", "form_token",
        "resolved_default_values", "rendered_content", "action_id", "action_text",
    },
    models.FormAction: {"id", "title", "button_style"},
}  # fmt: skip
IDS = {"event", "task_id", "message_id", "conversation_id", "created_at"}
NUMBERS = {"position", "size", "status"}


def every_model() -> list[type[Wire]]:
    modules = [import_module(f"{models.__name__}.{part.name}") for part in iter_modules(models.__path__)]
    classes = {cls for module in modules for _, cls in inspect.getmembers(module, inspect.isclass)}
    own = [cls for cls in classes if issubclass(cls, Wire) and cls.__module__.startswith(f"{models.__name__}.")]
    return sorted(own, key=str)


def planted(kind: Any) -> Any:
    """A value of that type with the secret in every text of it, also in fields that no model knows."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return planted(next(arg for arg in args if arg is not type(None)))
    if origin is Literal:
        return args[0]
    if origin is list:
        return [planted(args[0])]
    if origin is dict:
        return {SECRET: planted(args[1])}
    if origin is not None:  # Annotated
        return planted(args[0])
    if inspect.isclass(kind) and issubclass(kind, Wire):
        fields = {name: planted(field.annotation) for name, field in kind.model_fields.items()}
        return kind.model_construct(**fields, novel_field=SECRET)
    return {int: 451, float: 0.451, bool: True, Any: SECRET}.get(kind, SECRET)


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_every_event_has_been_decided_about(kind):
    assert VISITOR[kind] <= set(kind.model_fields)


@pytest.mark.parametrize("kind", [kind for kind in VISITOR if kind not in EVENTS], ids=lambda kind: kind.__name__)
def test_every_name_on_the_list_is_a_field(kind):
    assert VISITOR[kind] <= set(kind.model_fields)


@pytest.mark.parametrize("kind", [kind for kind in every_model() if kind not in VISITOR], ids=lambda k: k.__name__)
def test_a_kind_of_object_that_nobody_decided_about_does_not_pass(kind):
    with pytest.raises(KeyError):
        allow(Role.VISITOR, planted(kind))


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_of_an_event_only_what_is_listed_is_left(kind):
    left = allow(Role.VISITOR, planted(kind))
    assert type(left) is kind
    assert (left.model_extra or {}) == {}
    holding = {name for name, value in left.model_dump().items() if SECRET in repr(value)}
    assert holding <= SHOWN.get(kind, set()) | IDS
    assert set(left.model_fields_set) <= SHOWN.get(kind, set()) | IDS | NUMBERS


@pytest.mark.parametrize("kind", INSIDE, ids=lambda kind: kind.__name__)
def test_of_what_stands_in_an_event_only_what_is_listed_is_left(kind):
    left = allow(Role.VISITOR, planted(kind))
    assert (left.model_extra or {}) == {}
    assert {name for name, value in left.model_dump().items() if SECRET in repr(value)} == INSIDE[kind]


@pytest.mark.parametrize("kind", [kind for kind in EVENTS if kind not in SHOWN], ids=lambda kind: kind.__name__)
def test_nothing_of_what_a_flow_works_with_passes(kind):
    ids = dict.fromkeys(IDS - {"created_at", "event"}, "")
    bare = planted(kind).model_copy(update=ids | ({"event": "novel"} if kind is events.UnknownEvent else {}))
    assert SECRET not in allow(Role.VISITOR, bare).model_dump_json()


SECRETS = {
    events.AgentThoughtEvent: {"thought", "tool_input", "observation", "chain_id"},
    AgentThought: {"thought", "tool_input", "observation", "chain_id"},
    events.WorkflowEvent: {"data"},
    events.NodeStep: {"inputs", "process_data", "outputs", "error", "elapsed_time", "execution_metadata"},
    events.AgentLogEvent: {"data"},
    events.TextEvent: {"data"},
    models.RetrieverResource: {"dataset_id", "dataset_name", "document_id", "segment_id", "summary", "doc_metadata"},
    models.Metadata: {"usage"},
    models.AnnotationReply: {"account"},
    models.Message: {"inputs", "error"},
    models.Conversation: {"inputs", "status"},
    models.Parameters: {"system_parameters", "annotation_reply", "retriever_resource"},
    models.TextToSpeech: {"voice", "language"},
    models.AppInfo: {"author_name", "tags", "mode"},
    models.Site: {"icon_url", "default_language"},
    models.FormField: {"json_schema"},
}


@pytest.mark.parametrize(("kind", "names"), SECRETS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_what_is_the_builder_s_alone_is_not_on_the_list(kind, names):
    assert names <= set(kind.model_fields)
    assert not names & VISITOR[kind]
    left = allow(Role.VISITOR, planted(kind))
    defaults = kind.model_construct()
    for name in names:
        assert getattr(left, name) == getattr(defaults, name)


def test_a_field_that_a_later_server_adds_does_not_pass():
    sent = event("message", answer="Hello", prompt=SECRET, metadata={"usage": {"total_price": SECRET}})
    assert SECRET in sent.model_dump_json()
    assert SECRET not in allow(Role.VISITOR, sent).model_dump_json()


def test_an_end_tells_its_sources_and_neither_prices_nor_datasets():
    source = {"position": 1, "document_name": "Guide", "content": "…", "dataset_id": SECRET, "segment_id": SECRET}
    usage = {"total_price": SECRET, "retriever_resources": [source]}
    for metadata in ({"usage": usage}, {"usage": {"total_price": SECRET}, "retriever_resources": [source]}):
        left = allow(Role.VISITOR, event("message_end", id="m", metadata=metadata))
        assert [item.document_name for item in left.metadata.citations] == ["Guide"]
        assert SECRET not in left.model_dump_json()


def test_what_was_not_sent_is_not_made_up():
    assert allow(Role.VISITOR, models.Conversation(id="c")).model_fields_set == {"id"}


MODEL_FAILURES = [
    "completion_request_error",
    "provider_not_initialize",
    "provider_quota_exceeded",
    "model_currently_not_support",
    "internal_server_error",
    "app_unavailable",
    "unauthorized",
    "forbidden",
    "unknown",
    "",
]


@pytest.mark.parametrize("code", MODEL_FAILURES)
def test_a_model_s_failure_is_told_by_its_code_alone(code):
    left = allow(Role.VISITOR, event("error", code=code, message=f"{SECRET} was refused by 10.0.0.7", status=400))
    assert (left.code, left.message, left.status) == (code, "", 400)


@pytest.mark.parametrize("code", ["invalid_param", "bad_request", "a_code_of_a_later_server"])
def test_what_a_person_can_mend_is_told_in_full(code):
    assert allow(Role.VISITOR, event("error", code=code, message="city is required")).message == "city is required"


def test_a_long_reason_is_cut():
    assert reason("invalid_param", "x" * 10_000) == "x" * 500
