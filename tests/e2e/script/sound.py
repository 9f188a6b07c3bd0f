"""Sound: made, cut into chunks of a body, and sent as events within an answer."""

import base64
import io
import math
import struct
import wave

from tests.fixtures.recordings import load

from .steps import Raw, Rest, Send, Step

RATE = 16_000  # samples a second


def tone(seconds: float = 2.0, pitch: float = 440.0) -> bytes:
    """A WAV of one quiet tone."""
    samples = [int(4000 * math.sin(2 * math.pi * pitch * at / RATE)) for at in range(int(seconds * RATE))]
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, RATE, len(samples), "NONE", ""))
        sound.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return file.getvalue()


def mp3() -> bytes:
    """Nine seconds of a voice, as a real server sent it in the events of an answer."""
    events = load("0.15.3", "139-chat-tts-auto").payloads()
    return b"".join(base64.b64decode(event["audio"]) for event in events if event["event"] == "tts_message")


def chunked(data: bytes, size: int = 4096, seconds: float = 0.005) -> list[Step]:
    """A body in chunks, so long after each other. Steps may be put between them."""
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    return [step for piece in pieces for step in (Raw(piece), Rest(seconds))]


def speak(audio: bytes, size: int = 2048) -> list[Step]:
    """MP3 as the ``tts_message``s of an answer that is read aloud while it comes, and their end."""
    pieces = [audio[start : start + size] for start in range(0, len(audio), size)]
    said = [Send({"event": "tts_message", "audio": base64.b64encode(piece).decode()}) for piece in pieces]
    return [*said, Send({"event": "tts_message_end", "audio": ""})]
