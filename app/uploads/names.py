"""The name of a file as it is kept and sent on: one line, no folder, with its extension."""

import re
import unicodedata

from app.filetypes.kinds import extension_for, extension_of

LONGEST = 200
_EXTENSION = re.compile(r"[a-z0-9]{1,16}")
# They turn the direction of writing, so that «exe.png» is read where «gnp.exe» stands.
_TURNS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(name: str, media_type: str = "") -> str:
    """``name`` without what is no part of a file's name, at most ``LONGEST`` characters.

    One without an extension gets that of its ``media_type``, since servers judge by it; one that is empty is «file».
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    line = "".join(character for character in last if not _hidden(character))
    plain = unicodedata.normalize("NFC", " ".join(line.split())).strip(" .")
    if line.strip().startswith(".") and _EXTENSION.fullmatch(plain.lower()):
        plain = f"file.{plain}"
    plain = plain or "file"
    extension = extension_of(plain)
    if not _EXTENSION.fullmatch(extension):
        extension = extension_for(media_type)
        plain = f"{plain}.{extension}" if extension else plain
    if len(plain) <= LONGEST:
        return plain
    end = plain[-len(extension) - 1 :] if extension else ""
    return plain[: LONGEST - len(end)].rstrip(" .") + end


def _hidden(character: str) -> bool:
    """Whether it is a control character (not a space), half an emoji, or turns the direction of writing."""
    category = unicodedata.category(character)
    return category == "Cs" or (category == "Cc" and not character.isspace()) or character in _TURNS
