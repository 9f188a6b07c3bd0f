"""How an app looks, beyond its name, icon and colour."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from app.catalog.pictures import Picture, picture_at

EXPECTED = "a table with logo, the file of a picture, and greeting, true or false"
_LOGO = "a PNG, JPEG, GIF, WebP or SVG of at most 512 KB, named as it is found from the folder of this file"


class Theme(BaseModel):
    """``logo`` stands in place of the icon. Without ``greeting`` a new chat has no opening and no questions to begin
    with, though the app has some."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)

    logo: Picture | None = None
    greeting: bool = True


def with_logo(theme: Any, folder: Path) -> tuple[Any, list[str]]:
    """The table with the picture itself, or what is wrong with its file."""
    if not isinstance(theme, Mapping) or not isinstance(name := theme.get("logo"), str):
        return theme, []
    try:
        return {**theme, "logo": picture_at(folder / name)}, []
    except OSError as error:
        why = f"theme.logo names {name!r}, which cannot be read: {error.strerror or error}"
    except ValueError:
        why = f"theme.logo names {name!r}, which is no such picture"
    return {**theme, "logo": None}, [f"{why}. Expected: {_LOGO}."]


def sentence(item: Any) -> str:
    """What is wrong with the table, as pydantic says it."""
    return f"{'.'.join(map(str, item['loc'][:2]))} is not what was expected: {EXPECTED}."
