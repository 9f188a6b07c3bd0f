"""``POST /audio-to-text`` and ``POST /text-to-audio``: what the app hears, and what it says aloud."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from app.embedded.api.errors import Refused, invalid
from app.embedded.api.requests import flag, form_body, json_body, user_of, uuid_of
from app.embedded.model import ModelError
from app.embedded.services import Services, Shared, services_of, shared_of
from app.embedded.speech import DEFAULT_VOICE, LANGUAGE, VOICES, SpeechError, sentences
from app.embedded.thoughts import without_thoughts

AUDIO_TYPES = ("audio/mp3", "audio/m4a", "audio/wav", "audio/amr", "audio/mpga")
"""By the part's content type, as real servers judge: neither the name nor the bytes are looked at."""
AUDIO_MEGABYTES = 30
FORM_BYTES = 64 * 1024
MAX_CHARACTERS = 20_000
"""Of a text to speak: about 20 minutes."""


def abilities(shared: Shared) -> dict[str, Any]:
    """The two switches of ``/parameters``, as they were found at the start."""
    speaks = shared.speech is not None
    return {
        "speech_to_text": {"enabled": shared.model is not None and shared.model.hears},
        "text_to_speech": {
            "enabled": speaks,
            "voice": DEFAULT_VOICE if speaks else "",
            "language": LANGUAGE if speaks else "",
            "autoPlay": "disabled",
        },
    }


async def audio_to_text(request: Request) -> Response:
    content, media_type = await _recording(request)
    model = shared_of(request).model
    if model is None or not model.hears:
        raise Refused(400, "speech_to_text_disabled", "Speech to text is not enabled.")
    if media_type not in AUDIO_TYPES:
        raise Refused(415, "unsupported_audio_type", f"Audio type not allowed: one of {', '.join(AUDIO_TYPES)}.")
    if len(content) > AUDIO_MEGABYTES * 1024 * 1024:
        raise _too_large()
    try:
        return JSONResponse({"text": await model.transcribe(content, media_type)})
    except ModelError as error:
        raise Refused(400, error.code, str(error)) from error


async def _recording(request: Request) -> tuple[bytes, str]:
    """The bytes and the declared type of the form's ``file``."""
    try:
        async with form_body(request, AUDIO_MEGABYTES * 1024 * 1024 + FORM_BYTES) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile) or not file.size:
                raise Refused(400, "no_audio_uploaded", "Please upload your audio.")
            return await file.read(), (file.content_type or "").partition(";")[0].strip().lower()
    except Refused as refused:
        raise _too_large() if refused.status == 413 else refused from None


def _too_large() -> Refused:
    return Refused(413, "audio_too_large", f"Audio size larger than {AUDIO_MEGABYTES} mb")


async def text_to_audio(request: Request) -> Response:
    """A WAV: sentence by sentence as it is spoken, or whole. A ``message_id`` wins over ``text``."""
    speech, body = shared_of(request).speech, await json_body(request)
    user = user_of(body)
    if speech is None:
        raise Refused(400, "app_unavailable", "Text to speech is not enabled.")
    voice, streaming = _voice(body.get("voice")), flag(body.get("streaming"), "streaming", False)
    spoken = await run_in_threadpool(_sentences, services_of(request), user, body)
    try:
        if not streaming:
            return Response(await speech.whole(spoken, voice), media_type="audio/wav")
        pieces = speech.stream(spoken, voice)
        # The first sentence before the status: what cannot be spoken at all is an error, not half a stream.
        first = await anext(pieces)
    except SpeechError as error:
        raise Refused(400, "completion_request_error", "The text could not be spoken.") from error
    return StreamingResponse(_after(first, pieces), media_type="audio/wav")


async def _after(first: bytes, pieces: AsyncGenerator[bytes, None]) -> AsyncIterator[bytes]:
    """Ends the speech where the client leaves."""
    async with aclosing(pieces):
        yield first
        async for piece in pieces:
            yield piece


def _voice(value: object) -> str:
    if value in (None, ""):
        return DEFAULT_VOICE
    if not isinstance(value, str) or value not in VOICES:
        raise invalid(f"{value} is not a valid voice: one of {', '.join(VOICES)}", "voice")
    return value


def _sentences(services: Services, user: str, body: dict[str, Any]) -> list[str]:
    """What is to be said: a message of the user's own without a model's thoughts, or the given text."""
    field = "message_id" if body.get("message_id") else "text"
    text: object = body.get("text")
    if field == "message_id":
        text = without_thoughts(services.message(uuid_of(body["message_id"], field), user).answer)
    if not isinstance(text, str) or not text.strip():
        raise invalid("text is required" if field == "text" else "The message has no answer to speak.", field)
    if len(text) > MAX_CHARACTERS:
        raise invalid(f"A text to speak has at most {MAX_CHARACTERS} characters; this one has {len(text)}.", field)
    spoken = sentences(text)
    if not spoken:
        raise invalid("The text has no words to speak.", field)
    return spoken
