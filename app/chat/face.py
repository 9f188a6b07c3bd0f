"""How an app presents itself: ``/parameters``, ``/info`` and ``/site`` in one view."""

import re

from app import forms
from app.dify.models import AppInfo, Parameters, Site
from app.views import AppFace

_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}")


def face_of(parameters: Parameters, info: AppInfo, site: Site) -> AppFace:
    """The view of an app. An icon that is a picture is left out: its address is the upstream's, not ours."""
    return AppFace(
        name=site.title or info.name,
        icon=site.icon if site.icon_type == "emoji" else "",
        icon_background=_colour(site.icon_background),
        accent=_colour(site.chat_color_theme),
        description=site.description or info.description,
        placeholder=site.input_placeholder,
        disclaimer=site.custom_disclaimer,
        opening=parameters.opening_statement,
        questions=[question for question in parameters.suggested_questions if question.strip()],
        fields=forms.fields(parameters.user_input_form),
        suggests=parameters.suggested_questions_after_answer.enabled,
    )


def _colour(value: str) -> str:
    """A hexadecimal colour, or nothing: the value goes into a style."""
    return value if _COLOUR.fullmatch(value) else ""
