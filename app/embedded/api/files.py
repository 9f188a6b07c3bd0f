"""``POST /files/upload``: images only, and what they say they are must be what they are."""

from dataclasses import asdict
from pathlib import PurePath

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.embedded.api.errors import Refused, too_large
from app.embedded.api.requests import form_body, user_of
from app.embedded.end_users import end_user_id
from app.embedded.profile import IMAGE_EXTENSIONS, IMAGE_MEGABYTES
from app.embedded.services import services_of

MAX_BYTES = IMAGE_MEGABYTES * 1024 * 1024
FORM_BYTES = 64 * 1024
"""What a form may hold around the image."""
DECLARED = {"image/jpg": "image/jpeg"}


async def upload(request: Request) -> Response:
    """Keeps an image for its user: 201 with the file; ``created_by`` is the end user's id."""
    async with form_body(request, MAX_BYTES + FORM_BYTES) as form:
        file = _only_file(form)
        user = user_of({"user": form.get("user")})
        content = await file.read()
    if len(content) > MAX_BYTES:
        raise too_large(MAX_BYTES)
    name = PurePath((file.filename or "").replace("\\", "/")).name
    extension = PurePath(name).suffix.lstrip(".").lower()
    media_type = _media_type(extension, file.content_type or "", content)
    services = services_of(request)
    stored = await run_in_threadpool(services.uploads.add, user, name, extension, media_type, content)
    return JSONResponse({**asdict(stored), "created_by": end_user_id(services.app.profile.slug, user)}, 201)


def _only_file(form: FormData) -> UploadFile:
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise Refused(400, "no_file_uploaded", "Please upload your file.")
    if sum(isinstance(value, UploadFile) for _, value in form.multi_items()) > 1:
        raise Refused(400, "too_many_files", "Only one file is allowed.")
    return file


def _media_type(extension: str, declared: str, content: bytes) -> str:
    """The media type, where extension, declared type and content agree on one."""
    declared = declared.partition(";")[0].strip().lower()
    named = f"image/{'jpeg' if extension == 'jpg' else extension}"
    if extension in IMAGE_EXTENSIONS and named == DECLARED.get(declared, declared) == _sniffed(content):
        return named
    raise Refused(415, "unsupported_file_type", f"File type not allowed: one of {', '.join(IMAGE_EXTENSIONS)}.")


def _sniffed(content: bytes) -> str:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return ""
