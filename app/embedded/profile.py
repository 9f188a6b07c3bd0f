"""What an app says of itself: the bodies of ``/parameters``, ``/meta``, ``/info`` and ``/site``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.dify.models import FormField

IMAGE_EXTENSIONS = ("png", "jpg", "jpeg", "webp", "gif")
IMAGE_LIMIT = 3
IMAGE_MEGABYTES = 10
TRANSFER_METHODS = ("remote_url", "local_file")


@dataclass(frozen=True)
class Profile:
    """``slug`` names the app within the server, ``mode`` its kind as other servers name it.

    ``colour`` is the theme's, ``icon`` an emoji on ``icon_background``. ``cites``, ``suggests`` and ``pictures`` say
    whether answers have citations, next questions are offered, and questions may bear images. A tool's icon is
    ``{background, content}``, or a path on this server.
    """

    slug: str
    mode: Literal["chat", "agent-chat", "advanced-chat"]
    title: str
    description: str
    opening: str
    questions: tuple[str, ...]
    icon: str
    icon_background: str
    colour: str
    placeholder: str
    disclaimer: str
    form: tuple[FormField, ...] = ()
    cites: bool = False
    suggests: bool = False
    pictures: bool = False
    shows_steps: bool = False
    tool_icons: Mapping[str, str | Mapping[str, str]] = field(default_factory=dict)

    def introduction(self, inputs: Mapping[str, Any]) -> str:
        """The opening with each ``{{variable}}`` filled in; one that has no value becomes nothing."""
        return re.sub(r"\{\{\s*(\w+)\s*\}\}", lambda match: str(inputs.get(match[1], "")), self.opening)

    def parameters(self, annotation_reply: Mapping[str, Any]) -> dict[str, Any]:
        """The body of ``GET /parameters``, without what the server speaks and hears; whether annotations answer may
        change while it runs."""
        return {
            "opening_statement": self.opening,
            "suggested_questions": list(self.questions),
            "suggested_questions_after_answer": {"enabled": self.suggests},
            "retriever_resource": {"enabled": self.cites},
            "annotation_reply": annotation_reply,
            "user_input_form": [{field.type: _control(field)} for field in self.form],
            "file_upload": {
                "image": {
                    "enabled": self.pictures,
                    "number_limits": IMAGE_LIMIT,
                    "detail": "high",
                    "transfer_methods": list(TRANSFER_METHODS),
                }
            },
            "system_parameters": {"image_file_size_limit": str(IMAGE_MEGABYTES)},
        }

    def meta(self, origin: str) -> dict[str, Any]:
        """The body of ``GET /meta``; ``origin`` is the server's address, ``http://host:port``."""
        icons = {name: f"{origin}{icon}" if isinstance(icon, str) else icon for name, icon in self.tool_icons.items()}
        return {"tool_icons": icons}

    def information(self) -> dict[str, Any]:
        """The body of ``GET /info``."""
        return {
            "name": self.title,
            "description": self.description,
            "tags": [],
            "mode": self.mode,
            "author_name": "Parley",
        }

    def site(self) -> dict[str, Any]:
        """The body of ``GET /site``."""
        return {
            "title": self.title,
            "icon_type": "emoji",
            "icon": self.icon,
            "icon_background": self.icon_background,
            "icon_url": None,
            "chat_color_theme": self.colour,
            "chat_color_theme_inverted": False,
            "description": self.description,
            "copyright": "",
            "privacy_policy": "",
            "custom_disclaimer": self.disclaimer,
            "input_placeholder": self.placeholder,
            "default_language": "en-US",
            "show_workflow_steps": self.shows_steps,
            "use_icon_as_answer_icon": True,
        }


def _control(field: FormField) -> dict[str, Any]:
    control = field.model_dump(include={"label", "variable", "description", "required", "default"})
    if field.max_length:
        control["max_length"] = field.max_length
    if field.options:
        control["options"] = field.options
    return control
