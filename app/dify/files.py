"""Files of questions and answers: ``/files``."""

from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import asynccontextmanager

from app.dify.body import Body
from app.dify.models import UploadedFile
from app.dify.multipart import Upload
from app.dify.request import Request, path
from app.dify.transport import Transport


class Files:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def upload(
        self, name: str, content: bytes | AsyncIterable[bytes], media_type: str, *, user: str, size: int | None = None
    ) -> UploadedFile:
        """A file for a question of the same ``user``. An iterable is sent on as it arrives, not collected.

        ``size`` is how many bytes it will yield, where that is known; it then must.

        Raises ``TooLarge`` (also where a proxy says so, in HTML) and ``UnsupportedType``.
        """
        upload = Upload(name, content, media_type, user, size)
        return await self._transport.call(Request("POST", "/files/upload", upload=upload, works=True), UploadedFile)

    @asynccontextmanager
    async def preview(self, file_id: str, *, as_attachment: bool = False, part: str = "") -> AsyncGenerator[Body, None]:
        """An upload's bytes, once a message has it; ``part`` is a ``Range``, which a server may answer with all.

        The server asks for the app's key alone, not for the user: the caller must. Servers of 2024 have no previews.
        """
        params = {"as_attachment": as_attachment or None}
        request = Request("GET", path("files", file_id, "preview"), params=params, part=part)
        async with self._transport.body(request) as body:
            yield body
