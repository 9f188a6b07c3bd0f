"""Speech to text and back: ``/audio-to-text``, ``/text-to-audio``."""

from collections.abc import AsyncIterator, Callable, Sequence

from starlette.responses import JSONResponse, Response, StreamingResponse

from ..script import Cut, Hold, Leave, Raw, Rest, Step, chunked, tone
from .talks import Talks
from .waiting import Gates, wait
from .wire import Part, Seen, refusal

ACCEPTED = {"audio/mp3", "audio/m4a", "audio/wav", "audio/amr", "audio/mpga"}  # no audio/webm, no audio/mpeg


class Audio:
    """``transcript`` is what anybody said, ``heard`` what came; ``speech`` (raw chunks, rests, holds) what is said."""

    def __init__(self, talks: Talks, gates: Callable[[], Gates]) -> None:
        self._talks, self._gates = talks, gates
        self.reset()

    def reset(self) -> None:
        self.accepted = set(ACCEPTED)
        self.largest = 30 * 1024 * 1024
        self.transcript = "What was said."
        self.heard: list[Part] = []
        self.speech: Sequence[Step] = chunked(tone())
        self.media_type = "audio/wav"

    async def to_text(self, seen: Seen) -> Response:
        if seen.file is None:
            return refusal("no_audio_uploaded", "Please upload your audio.", 400)
        self.heard.append(seen.file)
        if seen.file.media_type not in self.accepted:
            return refusal("unsupported_audio_type", "Audio type not allowed.", 415)
        if len(seen.file.data) > self.largest:
            return refusal("audio_too_large", f"Audio size larger than {self.largest >> 20} mb", 413)
        return JSONResponse({"text": self.transcript})

    async def from_text(self, seen: Seen) -> Response:
        """Of a text, or of a stored message."""
        if seen.headers.get("content-type") != "application/json":
            said = "Did not attempt to load JSON data because the request Content-Type was not 'application/json'."
            return refusal("unsupported_media_type", said, 415)
        message_id = seen.body.get("message_id")
        if message_id and self._talks.message(seen.user, message_id) is None:
            return refusal("not_found", "Message Not Exists.", 404)
        if not message_id and not seen.body.get("text"):
            return refusal("invalid_param", "Text is required", 400)
        return StreamingResponse(self._spoken(self.speech, self._gates()), media_type=self.media_type)

    async def _spoken(self, speech: Sequence[Step], gates: Gates) -> AsyncIterator[bytes]:
        for step in speech:
            match step:
                case Raw():
                    yield step.data
                case Rest() | Hold() | Cut():
                    await wait(step, gates)
                case Leave():
                    return
                case _:
                    raise TypeError(f"{step} is no part of a body, but expected: Raw, Rest, Hold, Cut or Leave.")
