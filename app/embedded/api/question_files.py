"""The ``files`` of a question, checked: their type, their number, and whose they are."""

from collections.abc import Callable
from typing import Any, get_args
from urllib.parse import urlsplit

from app.dify.models import FileInput, FileType
from app.embedded.api.errors import Refused, invalid
from app.embedded.api.requests import uuid_of
from app.embedded.profile import IMAGE_LIMIT, TRANSFER_METHODS

MAX_URL_LENGTH = 2000


def question_files(given: object, is_own: Callable[[str], bool]) -> list[FileInput]:
    """The files as the contract has them. ``is_own`` says whether an upload's id is the same user's."""
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise _refused("files must be a list of objects")
    if len(given) > IMAGE_LIMIT:
        raise _refused(f"Number of image files exceeds the maximum limit {IMAGE_LIMIT}")
    return [_file(item, is_own) for item in given]


def _file(item: dict[str, Any], is_own: Callable[[str], bool]) -> FileInput:
    kind, method = item.get("type"), item.get("transfer_method")
    if kind not in get_args(FileType):
        raise _refused(f"'{kind}' is not a valid FileType")
    if kind != "image":
        raise _refused(f"Files of type {kind} are not supported: only image is")
    if method == "remote_url":
        return FileInput(type="image", transfer_method="remote_url", url=_url(item.get("url")))
    if method != "local_file":
        raise _refused(f"'{method}' is not a valid FileTransferMethod: one of {', '.join(TRANSFER_METHODS)}")
    if not item.get("upload_file_id"):
        raise _refused("Missing file upload_file_id")
    upload_id = uuid_of(item["upload_file_id"], "files")
    if not is_own(upload_id):
        raise _refused("Invalid upload file")
    return FileInput(type="image", transfer_method="local_file", upload_file_id=upload_id)


def _url(url: object) -> str:
    if not url:
        raise _refused("Missing file url")
    if not isinstance(url, str) or len(url) > MAX_URL_LENGTH:
        raise _refused("Invalid file url")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise _refused("Invalid file url") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _refused("Invalid file url")
    return url


def _refused(message: str) -> Refused:
    return invalid(message, "files")
