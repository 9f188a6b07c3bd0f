"""What the app *Guide* says of itself: its opening, its input form, its limits and its looks."""

import re
from typing import Any

from app.dify.models import FormField

TITLE = "Parley Guide"
DESCRIPTION = "Answers questions about Parley from its own documents, word for word, with sources."
DETAIL = ("short", "normal", "thorough")
MAX_SOURCES = 5
IMAGE_EXTENSIONS = ("png", "jpg", "jpeg", "webp", "gif")
IMAGE_LIMIT = 3
IMAGE_MEGABYTES = 10
TRANSFER_METHODS = ("remote_url", "local_file")

OPENING = """Hello! I am the **Guide**. Ask me about Parley, and I answer with passages from its documents:

- every answer names its **sources**, so that you can check it;
- I am set to **{{detail}}** answers: the form changes that;
- I am not a language model: what no document says, I do not know.

也可以用中文提问。"""

OPENING_QUESTIONS = (
    "What is Parley?",
    "How do I connect it to my own server?",
    "What happens when I reload the page in the middle of an answer?",
    "怎样快速开始？",
)

FORM = (
    FormField(
        type="text-input",
        label="Your name",
        variable="name",
        description="The first answer greets you with it.",
        default="",
        max_length=48,
    ),
    FormField(
        type="paragraph",
        label="What you are working on",
        variable="project",
        description="Passages that touch on it come first.",
        default="",
        max_length=400,
    ),
    FormField(
        type="select",
        label="Level of detail",
        variable="detail",
        description="Short: one passage, cut. Normal: the best passages. Thorough: all that fit.",
        required=True,
        default="normal",
        options=list(DETAIL),
    ),
    FormField(
        type="number",
        label="Sources at most",
        variable="sources",
        description=f"How many passages an answer may cite, 1 to {MAX_SOURCES}.",
        default=3,
    ),
    FormField(
        type="checkbox",
        label="Suggest next questions",
        variable="next_questions",
        description="Shows questions to go on with below each answer.",
        default=True,
    ),
)


def introduction(inputs: dict[str, Any]) -> str:
    """The opening with each ``{{variable}}`` filled in; one that has no value becomes nothing."""
    return re.sub(r"\{\{\s*(\w+)\s*\}\}", lambda match: str(inputs.get(match[1], "")), OPENING)


def parameters() -> dict[str, Any]:
    """The body of ``GET /parameters``."""
    return {
        "opening_statement": OPENING,
        "suggested_questions": list(OPENING_QUESTIONS),
        "suggested_questions_after_answer": {"enabled": True},
        "speech_to_text": {"enabled": False},
        "text_to_speech": {"enabled": False, "voice": "", "language": ""},
        "retriever_resource": {"enabled": True},
        "annotation_reply": {"enabled": False},
        "user_input_form": [{field.type: _control(field)} for field in FORM],
        "file_upload": {
            "image": {
                "enabled": True,
                "number_limits": IMAGE_LIMIT,
                "detail": "high",
                "transfer_methods": list(TRANSFER_METHODS),
            }
        },
        "system_parameters": {"image_file_size_limit": str(IMAGE_MEGABYTES)},
    }


def _control(field: FormField) -> dict[str, Any]:
    control = field.model_dump(include={"label", "variable", "description", "required", "default"})
    if field.max_length:
        control["max_length"] = field.max_length
    if field.options:
        control["options"] = field.options
    return control


def information() -> dict[str, Any]:
    """The body of ``GET /info``."""
    return {"name": TITLE, "description": DESCRIPTION, "tags": [], "mode": "chat", "author_name": "Parley"}


def site() -> dict[str, Any]:
    """The body of ``GET /site``."""
    return {
        "title": TITLE,
        "icon_type": "emoji",
        "icon": "🧭",
        "icon_background": "#E0F2F1",
        "icon_url": None,
        "chat_color_theme": "#0F766E",
        "chat_color_theme_inverted": False,
        "description": DESCRIPTION,
        "copyright": "",
        "privacy_policy": "",
        "custom_disclaimer": "The Guide quotes documents; it is not a language model.",
        "input_placeholder": "Ask about Parley…",
        "default_language": "en-US",
        "show_workflow_steps": False,
        "use_icon_as_answer_icon": True,
    }
