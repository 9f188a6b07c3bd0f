"""The body of an upload: ``multipart/form-data`` whose file may still be arriving while it is sent on."""

import re
import secrets
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass, field

_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(;[ \w.+=\"-]*)*", re.ASCII)
_ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


@dataclass(frozen=True)
class Upload:
    """A ``file`` and its ``user``. A media type that is none is sent as ``application/octet-stream``.

    ``size`` is that of ``content`` in bytes, where it is known before it has arrived.
    """

    name: str
    content: bytes | AsyncIterable[bytes] = field(repr=False)
    media_type: str
    user: str
    size: int | None = None

    def encode(self) -> tuple[dict[str, str], bytes | AsyncIterator[bytes]]:
        """Its headers, and its body: bytes where the file is bytes, else pieces as they arrive.

        Some proxies refuse a body without its length, so that it is said wherever it is known. The names are escaped
        as HTML does it, so that neither can break out of its header.
        """
        boundary = secrets.token_hex(16)
        media_type = self.media_type if _MEDIA_TYPE.fullmatch(self.media_type) else "application/octet-stream"
        head = (
            f"--{boundary}\r\n"
            'Content-Disposition: form-data; name="user"\r\n\r\n'
            f"{self.user}\r\n"
            f"--{boundary}\r\n"
            f'Content-Disposition: form-data; name="file"; filename="{self.name.translate(_ESCAPES)}"\r\n'
            f"Content-Type: {media_type}\r\n\r\n"
        ).encode("utf-8", "replace")
        tail = f"\r\n--{boundary}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        if isinstance(self.content, bytes):
            return headers, head + self.content + tail
        if self.size is not None:
            headers["Content-Length"] = str(len(head) + self.size + len(tail))
        return headers, _around(head, self.content, tail)


async def _around(head: bytes, content: AsyncIterable[bytes], tail: bytes) -> AsyncIterator[bytes]:
    yield head
    async for piece in content:
        yield piece
    yield tail
