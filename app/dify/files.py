"""Files of questions and answers: ``/files``."""

from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import asynccontextmanager

from app.dify.models import UploadedFile
from app.dify.multipart import Upload
from app.dify.request import Request, path
from app.dify.transport import Body, Transport


class Files:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def upload(
        self, name: str, content: bytes | AsyncIterable[bytes], media_type: str, *, user: str
    ) -> UploadedFile:
        """A file for a question of the same ``user``. An iterable is sent on as it arrives, not collected.

        Raises ``TooLarge`` (also where a proxy says so, in HTML) and ``UnsupportedType``.
        """
        upload = Upload(name, content, media_type, user)
        return await self._transport.call(Request("POST", "/files/upload", upload=upload, works=True), UploadedFile)

    @asynccontextmanager
    async def preview(self, file_id: str, *, as_attachment: bool = False) -> AsyncGenerator[Body, None]:
        """A file's bytes. The server asks for the app's key alone, not for the user: the caller must."""
        params = {"as_attachment": as_attachment or None}
        async with self._transport.body(Request("GET", path("files", file_id, "preview"), params=params)) as body:
            yield body
