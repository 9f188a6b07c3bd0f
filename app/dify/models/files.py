"""Files, as they are uploaded, sent along and found in a turn."""

from typing import Literal

from app.dify.wire import Wire

FileType = Literal["image", "document", "audio", "video", "custom"]
TransferMethod = Literal["remote_url", "local_file"]


class UploadedFile(Wire):
    """``size`` in bytes. ``created_by`` is a UUID, in older servers a number."""

    id: str
    name: str = ""
    size: int = 0
    extension: str = ""
    mime_type: str = ""
    created_by: str = ""
    created_at: int = 0


class FileInput(Wire):
    """A file of a question: by ``url`` (remote_url) or by ``upload_file_id`` (local_file)."""

    type: FileType = "image"
    transfer_method: TransferMethod
    url: str | None = None
    upload_file_id: str | None = None


class MessageFile(Wire):
    """A file in a turn. ``url`` is absolute, signed and lives 300 s."""

    id: str = ""
    type: str = "image"
    url: str = ""
    belongs_to: str = ""
    filename: str = ""
    mime_type: str = ""
    size: int = 0
    transfer_method: str = ""
