"""The visitor's allow-list: the fields of each kind of object that everybody may see. Others see more: ``kinds``."""

from enum import StrEnum

from app.dify import events, models
from app.dify.thoughts import AgentThought
from app.dify.wire import Wire


class Role(StrEnum):
    """A visitor sees what the model says and which tools it uses; a member what goes into them and comes back; a
    service agent what an answer took; a builder what a flow's nodes read and write as well; an administrator the same.
    """

    VISITOR = "visitor"
    MEMBER = "member"
    AGENT = "agent"
    BUILDER = "builder"
    ADMIN = "admin"


def names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_IDS = frozenset({"event", "task_id", "message_id", "conversation_id", "created_at"})
_THOUGHT = frozenset({"id", "position", "tool", "tool_labels", "outcomes", "message_files", "files"})
_FILE = frozenset({"id", "type", "url", "belongs_to", "filename", "mime_type", "size"})

Lists = dict[type[Wire], frozenset[str]]

VISITOR: Lists = {
    events.MessageEvent: _IDS | {"answer"},
    events.AgentMessageEvent: _IDS | {"answer"},
    events.AgentThoughtEvent: _IDS | _THOUGHT,
    events.MessageFileEvent: _IDS | _FILE,
    events.MessageEndEvent: _IDS | {"id", "metadata", "files"},
    events.MessageReplaceEvent: _IDS | {"answer"},
    events.ErrorEvent: _IDS | {"status", "code", "message"},
    events.PingEvent: _IDS,
    events.TtsMessageEvent: _IDS | {"audio"},
    events.TtsMessageEndEvent: _IDS | {"audio"},
    events.ReasoningChunkEvent: _IDS | {"data"},
    events.Reasoning: frozenset({"reasoning", "node_id", "is_final"}),
    events.WorkflowEvent: _IDS | {"workflow_run_id"},
    events.NodeEvent: _IDS | {"data"},
    events.NodeStep: names("id node_id node_type title index iteration_id loop_id status"),
    events.AgentLogEvent: _IDS,
    events.HumanInputEvent: _IDS | {"data"},
    events.HumanInput: frozenset(events.HumanInput.model_fields),
    models.FormAction: frozenset(models.FormAction.model_fields),
    events.TextEvent: _IDS,
    events.UnknownEvent: frozenset({"event"}),
    events.MalformedEvent: frozenset({"event"}),
    models.Metadata: frozenset({"retriever_resources", "annotation_reply"}),
    models.AnnotationReply: frozenset({"id"}),
    models.RetrieverResource: names("position document_name title score content page link"),
    models.MessageFile: _FILE,
    AgentThought: _THOUGHT,
    models.Feedback: frozenset({"rating", "content"}),
    models.Message: names(
        "id conversation_id query answer message_files feedback retriever_resources agent_thoughts created_at status"
    ),
    models.Conversation: frozenset({"id", "name", "introduction", "created_at", "updated_at"}),
    models.Parameters: frozenset(
        {
            *("opening_statement", "suggested_questions", "suggested_questions_after_answer", "user_input_form"),
            *("speech_to_text", "text_to_speech"),
        }
    ),
    models.FormField: frozenset(
        {
            *("type", "label", "variable", "description", "required", "hide", "default", "max_length", "options"),
            *("allowed_file_types", "allowed_file_extensions", "allowed_file_upload_methods"),
        }
    ),
    models.Switch: frozenset({"enabled"}),
    models.TextToSpeech: frozenset({"enabled", "autoPlay"}),
    models.AppInfo: frozenset({"name", "description"}),
    models.Site: names(
        "title icon_type icon icon_background chat_color_theme description custom_disclaimer"
        " input_placeholder privacy_policy copyright show_workflow_steps"
    ),
    models.Meta: frozenset({"tool_icons"}),
    models.Icon: frozenset({"background", "content"}),
}

# Codes whose message is not shown. A model's or provider's failure quotes prompts, addresses and at times keys; and
# for the last four the page has better words of its own. What is wrong with an input only the server can say.
SILENT = names(
    "app_unavailable provider_not_initialize provider_quota_exceeded "
    "model_currently_not_support completion_request_error internal_server_error unauthorized "
    "forbidden unknown not_found conversation_completed too_many_requests rate_limit_error"
)
