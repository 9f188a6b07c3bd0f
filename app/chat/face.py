"""How an app presents itself: ``/parameters``, ``/info`` and ``/site`` in one view."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlsplit

from app import forms
from app.catalog.colours import accent, colour
from app.chat.icons import APP
from app.dify.models import AppInfo, Icon, Meta, Parameters, Site, SystemParameters
from app.views import AppFace, Branding, ToolIcon

MOST_QUESTIONS = 50
LONGEST_QUESTION = 1_000  # characters

_ADDRESS = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//\S*|[A-Za-z][A-Za-z0-9+.-]*:\S*|[/.#?]\S*")  # good or bad


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
        icon_background=colour(site.icon_background),
        icon_picture=f"/icons/{APP}" if picture else "",
        accent=accent(site.chat_color_theme),
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


def branded(face: AppFace, branding: Branding, fixed: Mapping[str, Any], unasked: Collection[str] = ()) -> AppFace:
    """``face`` as the operator presents it; what is ``fixed`` or ``unasked`` is asked of nobody."""
    if branding.logo:
        face = replace(face, icon_background="", icon_picture=branding.picture)
    elif branding.icon:
        face = replace(face, icon=branding.icon, icon_background="", icon_picture="")
    elif branding.name and face.icon == face.name[:1].upper():
        face = replace(face, icon=branding.name[:1].upper())
    if not branding.greeting:
        face = replace(face, opening_template="", questions=[])
    defaults = {field.variable: field.default for field in face.fields}
    return replace(
        face,
        name=branding.name or face.name,
        description=branding.description or face.description,
        accent=branding.accent or face.accent,
        fields=[field for field in face.fields if field.variable not in fixed and field.variable not in unasked],
        opening=forms.filled(face.opening_template, {**defaults, **fixed}),
        opening_template=forms.filled(face.opening_template, fixed),
    )


def greeting(face: AppFace, told: Mapping[str, Any]) -> AppFace:
    """``face`` as it greets somebody of whom that much was ``told``."""
    template = forms.filled(face.opening_template, told)
    defaults = {field.variable: field.default for field in face.fields}
    return replace(face, opening=forms.filled(template, defaults), opening_template=template)


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
    return ToolIcon(icon.content, colour(icon.background))


def _address(value: str) -> str:
    """An address that a person can be sent to, or nothing: another scheme could run as a script."""
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return ""
    return value.strip() if parts.scheme in ("http", "https") and parts.hostname else ""
