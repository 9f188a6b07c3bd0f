"""What an app takes and offers: ``GET /parameters``."""

# ruff: noqa: RUF012 - pydantic gives every instance its own copy of a default.

from typing import Annotated, Any

from pydantic import BeforeValidator

from app.dify.wire import Wire


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
