"""Sentences as WAV, one after the other."""

import asyncio
from collections.abc import AsyncGenerator, Sequence

from starlette.concurrency import run_in_threadpool

from app.embedded.speech.espeak import SAMPLE_RATE, SpeechError, installed, speak
from app.embedded.speech.languages import Span, spans
from app.embedded.speech.wav import header

__all__ = ["DEFAULT_VOICE", "LANGUAGE", "VOICES", "Speech", "SpeechError", "installed"]

VOICES = {"female": "f2", "male": "m3", "deep": "m7", "whisper": "whisper"}
"""The voices by the name that the API takes, with espeak-ng's variant; each speaks every language."""
DEFAULT_VOICE = "female"
LANGUAGE = "en-US"


class Speech:
    """Speaks for one event loop. Requests take turns sentence by sentence, and hold one thread at most."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def stream(self, sentences: Sequence[str], voice: str) -> AsyncGenerator[bytes, None]:
        """A WAV of unknown length: the header with the first sentence, then a piece a sentence.

        Nothing more is spoken once the generator is closed. Raises :class:`SpeechError`.
        """
        start = header(SAMPLE_RATE, None)
        for sentence in spans(sentences):
            yield start + await self._samples(sentence, voice)
            start = b""

    async def whole(self, sentences: Sequence[str], voice: str) -> bytes:
        """A complete WAV, about 45 KB a second of speech. Raises :class:`SpeechError`."""
        samples = b"".join([await self._samples(sentence, voice) for sentence in spans(sentences)])
        return header(SAMPLE_RATE, len(samples)) + samples

    async def _samples(self, sentence: list[Span], voice: str) -> bytes:
        async with self._turn:
            return await run_in_threadpool(_speak, sentence, VOICES[voice])


def _speak(sentence: list[Span], variant: str) -> bytes:
    return b"".join(speak(span.text, f"{span.language}+{variant}", span.last) for span in sentence)
