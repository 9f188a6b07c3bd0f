"""What may be uploaded: the limits of ``/parameters``, of either generation, and the check against them."""

from collections.abc import Iterable, Sequence

from app.dify.models import Parameters, SystemParameters
from app.filetypes.kinds import TYPES, extension_for, extension_of, media_type_of
from app.views import Limits, Notice

METHODS = ("local_file", "remote_url")
_MEGABYTE = 2**20


def limits_of(parameters: Parameters) -> Limits:
    """The contract knows images alone, by ``file_upload.image``; servers of today name kinds beside it."""
    upload = parameters.file_upload
    if upload.enabled and upload.allowed_file_types:
        named, count = upload.allowed_file_types, upload.number_limits
        methods = upload.allowed_file_upload_methods or upload.image.transfer_methods
    elif upload.enabled or upload.image.enabled:
        named, count = ["image"], upload.image.number_limits
        methods = upload.image.transfer_methods or upload.allowed_file_upload_methods
    else:
        return Limits()
    return limits_for(named, upload.allowed_file_extensions, methods, count, parameters.system_parameters)


def limits_for(
    types: Sequence[str], extensions: Sequence[str], methods: Sequence[str], count: int, system: SystemParameters
) -> Limits:
    """What an app or a control of a form takes that names these; without a type it takes every one."""
    types = types or list(TYPES)
    known = {kind: _extensions(kind, extensions) for kind in (*TYPES, "custom") if kind in types}
    return Limits(
        kinds=list(known),
        methods=[method for method in METHODS if method in methods or not methods],
        max_count=max(count, 0),
        max_bytes={kind: _megabytes(kind, system) * _MEGABYTE for kind in known},
        extensions=known,
        accept=",".join(dict.fromkeys(_accepted(known.values()))),
    )


def _extensions(kind: str, allowed: Sequence[str]) -> list[str]:
    """An SVG is a document that can hold scripts: it is taken only where the app names it."""
    named = list(dict.fromkeys(item.lower().lstrip(".") for item in allowed if item.strip(".")))
    if kind == "custom":
        return named
    return [extension for extension in TYPES[kind] if extension != "svg" or "svg" in named]


def _megabytes(kind: str, system: SystemParameters) -> int:
    match kind:
        case "image":
            return system.image_file_size_limit
        case "audio":
            return system.audio_file_size_limit
        case "video":
            return system.video_file_size_limit
    return system.file_size_limit


def _accepted(extensions: Iterable[list[str]]) -> Iterable[str]:
    """Both ways to say it: a phone offers its camera and its pictures for media types, a desktop goes by names."""
    for extension in (extension for of_kind in extensions for extension in of_kind):
        yield f".{extension}"
        if media_type := media_type_of(extension):
            yield media_type


def check(name: str, media_type: str, size: int | None, limits: Limits) -> Notice | str:
    """The kind of a file that may be sent, or why it may not; ``size`` in bytes, None where it is not known yet."""
    if not limits.kinds or "local_file" not in limits.methods:
        return Notice("files_by_address" if "remote_url" in limits.methods else "uploads_off")
    extension = extension_of(name) or extension_for(media_type)
    kind = kind_of(extension, limits)
    if not kind:
        return type_refused(name, limits)
    if size == 0:
        return Notice("file_empty", {"name": name})
    limit = limits.max_bytes[kind]
    if size is not None and size > limit:
        return too_large(name, size, limit)
    return kind


def kind_of(extension: str, limits: Limits) -> str:
    """The kind that takes an extension; nothing where none does."""
    return next((kind for kind in limits.kinds if extension and extension in limits.extensions[kind]), "")


def type_refused(name: str, limits: Limits) -> Notice:
    allowed = dict.fromkeys(extension for kind in limits.kinds for extension in limits.extensions[kind])
    return Notice("file_type_refused", {"name": name, "allowed": ", ".join(allowed)})


def too_large(name: str, size: int, limit: int) -> Notice:
    return Notice("file_too_large", {"name": name, "size": _size(size), "limit": _size(limit)})


def _size(count: int) -> str:
    """Bytes as a person reads them; what is above a limit is never rounded down to it."""
    if count < _MEGABYTE:
        return f"{-(-count // 1024)} KB"
    return f"{-(-count * 10 // _MEGABYTE) / 10:g} MB"
