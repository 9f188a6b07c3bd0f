"""Kinds of files, as servers of the API tell them apart: by the extension, each with its media type."""

_OFFICE = "application/vnd.openxmlformats-officedocument"

TYPES: dict[str, dict[str, str]] = {
    "image": {
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "png": "image/png",
        "gif": "image/gif",
        "webp": "image/webp",
        "svg": "image/svg+xml",
    },
    "document": {
        "txt": "text/plain",
        "md": "text/markdown",
        "mdx": "text/markdown",
        "markdown": "text/markdown",
        "pdf": "application/pdf",
        "html": "text/html",
        "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
        "xls": "application/vnd.ms-excel",
        "doc": "application/msword",
        "docx": f"{_OFFICE}.wordprocessingml.document",
        "csv": "text/csv",
        "eml": "message/rfc822",
        "msg": "application/vnd.ms-outlook",
        "pptx": f"{_OFFICE}.presentationml.presentation",
        "ppt": "application/vnd.ms-powerpoint",
        "xml": "text/xml",
        "epub": "application/epub+zip",
    },
    "audio": {
        "mp3": "audio/mpeg",
        "m4a": "audio/mp4",
        "wav": "audio/wav",
        "amr": "audio/amr",
        "mpga": "audio/mpeg",
    },
    "video": {
        "mp4": "video/mp4",
        "mov": "video/quicktime",
        "mpeg": "video/mpeg",
        "webm": "video/webm",
    },
}

_BY_EXTENSION = {extension: media_type for kind in TYPES.values() for extension, media_type in kind.items()}
_BY_TYPE = {media_type: extension for extension, media_type in reversed(_BY_EXTENSION.items())}
_BY_TYPE |= {"image/jpeg": "jpg", "image/jpg": "jpg", "audio/mp3": "mp3", "audio/x-wav": "wav", "audio/x-m4a": "m4a"}

SNIFF_BYTES = 12


def extension_of(name: str) -> str:
    """In lower case and without its dot; nothing where there is none."""
    stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot and stem else ""


def media_type_of(extension: str) -> str:
    """The media type that goes with an extension; nothing for one that is not known."""
    return _BY_EXTENSION.get(extension, "")


def extension_for(media_type: str) -> str:
    """An extension that goes with a media type; nothing for one that is not known."""
    return _BY_TYPE.get(media_type.partition(";")[0].strip().lower(), "")


def is_what_it_says(head: bytes, extension: str) -> bool:
    """Whether the first ``SNIFF_BYTES`` of a picture are those of its extension; any bytes will do for the rest."""
    match extension:
        case "png":
            return head.startswith(b"\x89PNG\r\n\x1a\n")
        case "jpg" | "jpeg":
            return head.startswith(b"\xff\xd8\xff")
        case "gif":
            return head.startswith((b"GIF87a", b"GIF89a"))
        case "webp":
            return head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return True
