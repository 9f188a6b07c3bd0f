"""Speech to text and back: ``/audio-to-text``, ``/text-to-audio``."""

from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import asynccontextmanager

from app.dify.body import Body
from app.dify.errors import NotTheApi
from app.dify.models import Transcript
from app.dify.multipart import Upload
from app.dify.request import Request
from app.dify.transport import Transport


class Audio:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def to_text(
        self, name: str, content: bytes | AsyncIterable[bytes], media_type: str, *, user: str, size: int | None = None
    ) -> str:
        """What was said. An iterable is sent on as it arrives; ``size`` is how many bytes it yields, where known.

        Servers judge by ``media_type``, and each year by another list: ``UnsupportedType``.
        """
        upload = Upload(name, content, media_type, user, size)
        request = Request("POST", "/audio-to-text", upload=upload, works=True)
        return (await self._transport.call(request, Transcript)).text

    @asynccontextmanager
    async def from_text(
        self, *, user: str, text: str = "", message_id: str = "", voice: str = "", streaming: bool = True
    ) -> AsyncGenerator[Body, None]:
        """Speech of ``text`` or of a stored message, as it is made: MP3 or WAV, as its media type says.

        Sent as JSON: real servers refuse the form of the contract's sample. A failing model is an HTML 500,
        ``ServerFailed``.
        """
        said = {"text": text, "message_id": message_id, "voice": voice}
        fields = {name: value for name, value in said.items() if value} | {"user": user, "streaming": streaming}
        async with self._transport.body(Request("POST", "/text-to-audio", json=fields, works=True)) as body:
            if body.media_type in ("text/html", "application/json"):
                raise NotTheApi(f"the answer is {body.media_type}, not audio", 200)
            yield body
