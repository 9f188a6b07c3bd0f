"""An app that takes pictures and documents, over an upstream that is told what to answer."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from app.uploads import Uploads
from tests.unit.runs.doubles import Upstream

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
TAKES: dict[str, Any] = {
    "file_upload": {
        "enabled": True,
        "allowed_file_types": ["image", "document", "audio", "video"],
        "allowed_file_upload_methods": ["local_file", "remote_url"],
        "number_limits": 2,
    },
    "system_parameters": {"image_file_size_limit": 1, "file_size_limit": 1, "video_file_size_limit": 100},
}


@pytest.fixture
def files(chat, upstream: Upstream) -> Uploads:
    upstream.on("GET /v1/parameters", TAKES)
    upstream.on("POST /v1/files/upload", _stored)
    return chat.files


def _stored(request: httpx.Request) -> httpx.Response:
    body = request.content
    name = body.split(b'filename="')[1].split(b'"')[0].decode()
    size = len(body.split(b"\r\n\r\n", 2)[2].rpartition(b"\r\n--")[0])
    stored = {"id": f"up-{name}", "name": name, "size": size, "mime_type": "application/x-upstream"}
    return httpx.Response(201, json=stored)


async def pieces(*given: bytes) -> AsyncIterator[bytes]:
    for piece in given:
        yield piece
