"""The bodies of the Chat App API: what it answers and what it is sent, outside the event stream."""

# ruff: noqa: RUF012 - pydantic gives every instance its own copy of a default.

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError, model_validator

from app.dify.thoughts import AgentThought
from app.dify.wire import Wire

FileType = Literal["image", "document", "audio", "video", "custom"]
TransferMethod = Literal["remote_url", "local_file"]
Rating = Literal["like", "dislike"]


class Usage(Wire):
    """Tokens and money of one answer. Prices are decimal text, at times ``0E-7``; latency is in seconds."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    total_tokens: int = 0
    total_price: str = "0"
    currency: str = ""
    latency: float = 0.0


_LINKS = ("url", "source_url", "link", "web_url", "source")


class RetrieverResource(Wire):
    """One cited passage. ``score`` is 0 where the server sends none.

    ``link`` is no field of the wire: an address of the document that its metadata has, if any.
    """

    position: int = 0
    dataset_id: str = ""
    dataset_name: str = ""
    document_id: str = ""
    document_name: str = ""
    data_source_type: str = ""
    segment_id: str = ""
    segment_position: int = 0
    score: float = 0.0
    hit_count: int = 0
    word_count: int = 0
    content: str = ""
    summary: str = ""
    page: int | str = ""
    title: str = ""
    doc_metadata: dict[str, Any] = {}
    link: str = ""

    @model_validator(mode="before")
    @classmethod
    def _find_the_link(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        metadata = value.get("doc_metadata")
        found = (metadata.get(name) for name in _LINKS) if isinstance(metadata, dict) else ()
        link = next((item for item in found if isinstance(item, str) and re.match(r"https?://[^\s/]", item)), "")
        return {**value, "link": link}


_CITATIONS = TypeAdapter(list[RetrieverResource])


class AnnotationAuthor(Wire):
    id: str = ""
    name: str = ""


class AnnotationReply(Wire):
    """Marks an answer that came from an annotation, not from the model."""

    id: str = ""
    account: AnnotationAuthor = AnnotationAuthor()


class Metadata(Wire):
    """``metadata`` of an answer. One sample of the contract nests the citations inside ``usage``."""

    usage: Usage = Usage()
    retriever_resources: list[RetrieverResource] = []
    annotation_reply: AnnotationReply | None = None

    @property
    def citations(self) -> list[RetrieverResource]:
        """The passages, from where they stand; nested ones of another shape are left out."""
        if self.retriever_resources:
            return self.retriever_resources
        nested = (self.usage.model_extra or {}).get("retriever_resources")
        try:
            return _CITATIONS.validate_python(nested or [])
        except ValidationError:
            return []


class ChatAnswer(Wire):
    """The whole answer of a blocking ``POST /chat-messages``."""

    message_id: str = ""
    conversation_id: str = ""
    task_id: str = ""
    mode: str = ""
    answer: str = ""
    metadata: Metadata = Metadata()
    created_at: int = 0


class Result(Wire):
    result: str = ""


class UploadedFile(Wire):
    """``size`` in bytes. ``created_by`` is a UUID, in older servers a number."""

    id: str
    name: str = ""
    size: int = 0
    extension: str = ""
    mime_type: str = ""
    created_by: str = ""
    created_at: int = 0


class FileInput(Wire):
    """A file of a question: by ``url`` (remote_url) or by ``upload_file_id`` (local_file)."""

    type: FileType = "image"
    transfer_method: TransferMethod
    url: str | None = None
    upload_file_id: str | None = None


class MessageFile(Wire):
    """A file in a turn. ``url`` is absolute, signed and lives 300 s."""

    id: str = ""
    type: str = "image"
    url: str = ""
    belongs_to: str = ""
    filename: str = ""
    mime_type: str = ""
    size: int = 0
    transfer_method: str = ""


class Feedback(Wire):
    rating: str = ""
    content: str = ""


class Message(Wire):
    """One stored turn: question and answer. ``created_at`` is in whole seconds of the Unix epoch."""

    id: str
    conversation_id: str = ""
    inputs: dict[str, Any] = {}
    query: str = ""
    answer: str = ""
    message_files: list[MessageFile] = []
    feedback: Feedback | None = None
    retriever_resources: list[RetrieverResource] = []
    agent_thoughts: list[AgentThought] = []
    created_at: int = 0
    status: str = "normal"
    error: str = ""


class MessagePage(Wire):
    """A page of ``GET /messages``: the newest page first, rows in any order within it."""

    data: list[Message] = []
    has_more: bool = False
    limit: int = 0


class Conversation(Wire):
    id: str
    name: str = ""
    inputs: dict[str, Any] = {}
    status: str = "normal"
    introduction: str = ""
    created_at: int = 0
    updated_at: int = 0


class Renamed(Wire):
    """What a rename answers: the conversation, or (in the contract's Chinese sample) ``result`` alone."""

    result: str = Field(default="", exclude=True)


class ConversationPage(Wire):
    data: list[Conversation] = []
    has_more: bool = False
    limit: int = 0


class Variable(Wire):
    id: str
    name: str = ""
    value_type: str = ""
    value: str = ""
    description: str = ""
    created_at: int = 0
    updated_at: int = 0


class VariablePage(Wire):
    data: list[Variable] = []
    has_more: bool = False
    limit: int = 0


class Transcript(Wire):
    text: str = ""


class Switch(Wire):
    """A feature of ``/parameters`` that is on or off."""

    enabled: bool = False


class TextToSpeech(Switch):
    voice: str = ""
    language: str = ""
    autoPlay: str = ""


class FormField(Wire):
    """A control of the input form. ``type`` is the key it stood under; a control of an unknown type is kept."""

    type: str = "text-input"
    label: str = ""
    variable: str = ""
    description: str = ""
    required: bool = False
    hide: bool = False
    default: Any = None
    max_length: int = 0
    options: list[str] = []
    allowed_file_types: list[str] = []
    allowed_file_extensions: list[str] = []
    allowed_file_upload_methods: list[str] = []
    json_schema: Any = None


def _form_fields(value: Any) -> Any:
    """``[{"select": {…}}, …]`` of the wire as ``[{"type": "select", …}, …]``."""
    fields = []
    for item in value or []:
        if isinstance(item, dict) and len(item) == 1:
            [(kind, body)] = item.items()
            if isinstance(body, dict):
                item = {**body, "type": kind}
        fields.append(item)
    return fields


class ImageUpload(Switch):
    number_limits: int = 3
    detail: str = ""
    transfer_methods: list[str] = []


class FileUpload(Switch):
    image: ImageUpload = ImageUpload()
    allowed_file_types: list[str] = []
    allowed_file_extensions: list[str] = []
    allowed_file_upload_methods: list[str] = []
    number_limits: int = 3


class SystemParameters(Wire):
    """Size limits in MB; the contract sends them as text, servers of today as numbers."""

    image_file_size_limit: int = 10
    file_size_limit: int = 15
    audio_file_size_limit: int = 50
    video_file_size_limit: int = 100
    workflow_file_upload_limit: int = 10


class Parameters(Wire):
    """``GET /parameters``. It may hold a moderation word list (``sensitive_word_avoidance``): never for a browser."""

    opening_statement: str = ""
    suggested_questions: list[str] = []
    suggested_questions_after_answer: Switch = Switch()
    speech_to_text: Switch = Switch()
    text_to_speech: TextToSpeech = TextToSpeech()
    retriever_resource: Switch = Switch()
    annotation_reply: Switch = Switch()
    user_input_form: Annotated[list[FormField], BeforeValidator(_form_fields)] = []
    file_upload: FileUpload = FileUpload()
    system_parameters: SystemParameters = SystemParameters()


class Icon(Wire):
    """A tool's icon that is not a picture: an emoji on a colour."""

    background: str = ""
    content: str = ""


class Meta(Wire):
    """``GET /meta``: each tool's icon is an address or an :class:`Icon`."""

    tool_icons: dict[str, str | Icon] = {}


class AppInfo(Wire):
    name: str = ""
    description: str = ""
    tags: list[str] = []
    mode: str = ""
    author_name: str = ""


class Site(Wire):
    """``GET /site``: how the app wants to look. ``icon_type`` is ``emoji`` or ``image``."""

    title: str = ""
    icon_type: str = ""
    icon: str = ""
    icon_background: str = ""
    icon_url: str = ""
    chat_color_theme: str = ""
    description: str = ""
    copyright: str = ""
    privacy_policy: str = ""
    custom_disclaimer: str = ""
    input_placeholder: str = ""
    default_language: str = ""
    show_workflow_steps: bool = True
    use_icon_as_answer_icon: bool = False


class Suggestions(Wire):
    result: str = ""
    data: list[str] = []


class AppFeedback(Wire):
    """A rating by anybody. Times are ISO text."""

    id: str
    app_id: str = ""
    conversation_id: str = ""
    message_id: str = ""
    rating: str = ""
    content: str = ""
    from_source: str = ""
    from_end_user_id: str = ""
    from_account_id: str = ""
    created_at: str = ""
    updated_at: str = ""


class AppFeedbackPage(Wire):
    data: list[AppFeedback] = []


class EndUser(Wire):
    """Maps an end user's id back to the ``user`` we sent (``session_id`` or ``external_user_id``)."""

    id: str
    tenant_id: str = ""
    app_id: str = ""
    type: str = ""
    external_user_id: str = ""
    name: str = ""
    is_anonymous: bool = False
    session_id: str = ""
    created_at: str = ""
    updated_at: str = ""


class Annotation(Wire):
    id: str
    question: str = ""
    answer: str = ""
    hit_count: int = 0
    created_at: int = 0


class AnnotationPage(Wire):
    data: list[Annotation] = []
    has_more: bool = False
    limit: int = 0
    total: int = 0
    page: int = 0


class Job(Wire):
    job_id: str = ""
    job_status: str = ""
    error_msg: str = ""


class WorkflowRun(Wire):
    """``inputs`` is JSON as text; ``elapsed_time`` is in seconds."""

    id: str = ""
    workflow_id: str = ""
    status: str = ""
    inputs: Any = None
    outputs: Any = None
    error: str = ""
    total_steps: int = 0
    total_tokens: int = 0
    created_at: int = 0
    finished_at: int = 0
    elapsed_time: float = 0.0


class FormAction(Wire):
    id: str = ""
    title: str = ""
    button_style: str = "default"


class HumanInputForm(Wire):
    """``form_content`` is Markdown; ``inputs`` have the types paragraph, select, file and file-list."""

    form_content: str = ""
    inputs: list[dict[str, Any]] = []
    resolved_default_values: dict[str, Any] = {}
    user_actions: list[FormAction] = Field(default_factory=list)
    expiration_time: int = 0
