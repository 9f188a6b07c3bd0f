"""How an app presents itself: ``/parameters``, ``/info`` and ``/site`` in one view."""

import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from app import forms
from app.chat.icons import APP
from app.dify.models import AppInfo, Icon, Meta, Parameters, Site, SystemParameters
from app.views import AppFace, ToolIcon

MOST_QUESTIONS = 50
LONGEST_QUESTION = 1_000  # characters

_ADDRESS = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//\S*|[A-Za-z][A-Za-z0-9+.-]*:\S*|[/.#?]\S*")  # good or bad
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}")


def face_of(
    parameters: Parameters, info: AppInfo, site: Site, meta: Meta, *, system: SystemParameters, picture: bool = False,
    builds: bool = False,
) -> AppFace:  # fmt: skip
    """The view of an app; ``system`` says how large files may be, ``picture`` that the icon is one, ``builds`` that it
    is shown to a builder.
    Without an icon the name's first letter stands in its place.

    The opening's variables are filled with the form's defaults until a person gives others.
    """
    fields = forms.fields(parameters.user_input_form, system)
    name = site.title or info.name
    return AppFace(
        name=name,
        icon=site.icon if site.icon_type == "emoji" and site.icon else name[:1].upper(),
        icon_background=_colour(site.icon_background),
        icon_picture=f"/icons/{APP}" if picture else "",
        accent=_accent(site.chat_color_theme),
        description=site.description or info.description,
        placeholder=site.input_placeholder,
        disclaimer=site.custom_disclaimer,
        privacy=_address(site.privacy_policy),
        privacy_text="" if _ADDRESS.fullmatch(site.privacy_policy.strip()) else site.privacy_policy.strip(),
        copyright=site.copyright,
        opening=forms.filled(parameters.opening_statement, {field.variable: field.default for field in fields}),
        opening_template=parameters.opening_statement,
        questions=proposed(parameters.suggested_questions),
        fields=fields,
        suggests=parameters.suggested_questions_after_answer.enabled,
        flow=site.show_workflow_steps,
        builds=builds,
        hears=parameters.speech_to_text.enabled,
        speaks=parameters.text_to_speech.enabled,
        speaks_first=parameters.text_to_speech.enabled and parameters.text_to_speech.autoPlay == "enabled",
        icons={tool: _icon(tool, icon) for tool, icon in meta.tool_icons.items()},
    )


def proposed(questions: Iterable[str]) -> list[str]:
    """Those questions of an app's proposals that are shown: a few, and none that is longer than a glance."""
    return [text for text in questions if text.strip() and len(text) <= LONGEST_QUESTION][:MOST_QUESTIONS]


def pictures_of(site: Site, meta: Meta) -> dict[str, str]:
    """The addresses of those icons that are pictures, by the names that our own route gives them."""
    found = {f"tool:{tool}": icon for tool, icon in meta.tool_icons.items() if isinstance(icon, str) and icon}
    return found | ({APP: site.icon_url} if site.icon_type == "image" and site.icon_url else {})


def _icon(tool: str, icon: str | Icon) -> ToolIcon:
    """A tool's icon; one that is a picture is had from our own route."""
    if isinstance(icon, str):
        return ToolIcon(picture=f"/icons/{quote(f'tool:{tool}', safe='')}" if icon else "")
    return ToolIcon(icon.content, _colour(icon.background))


def _colour(value: str) -> str:
    """A hexadecimal colour, or nothing: the value goes into a style."""
    return value if _COLOUR.fullmatch(value) else ""


def _address(value: str) -> str:
    """An address that a person can be sent to, or nothing: another scheme could run as a script."""
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return ""
    return value.strip() if parts.scheme in ("http", "https") and parts.hostname else ""


def _accent(value: str) -> str:
    """The app's colour where white text is readable on it (a contrast of 4.5, as WCAG 2 counts it); else nothing."""
    colour = _colour(value).removeprefix("#")
    if len(colour) not in (3, 6):
        return ""
    if len(colour) == 3:
        colour = "".join(digit * 2 for digit in colour)
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (0, 2, 4))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return f"#{colour}" if 1.05 / (luminance + 0.05) >= 4.5 else ""


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
