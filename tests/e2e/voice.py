"""Somebody who speaks: sentences by eSpeak NG, as the sound that a fake microphone hears; and how loud a sound is."""

import array
import io
import math
import wave
from dataclasses import dataclass
from pathlib import Path

from app.embedded.speech.espeak import SAMPLE_RATE, speak

WINDOW = 0.05  # seconds over which loudness is measured


@dataclass(frozen=True)
class Spoken:
    """A WAV of 16 bits, one channel: ``text`` in its first ``speech`` seconds, then silence up to ``seconds``."""

    path: Path
    text: str
    speech: float
    seconds: float


def speak_into(path: Path, text: str, seconds: float) -> Spoken:
    """Raises ValueError where ``text`` takes longer than ``seconds``."""
    samples = speak(text, "en", pause=False)
    length = len(samples) / 2 / SAMPLE_RATE
    if length > seconds:
        raise ValueError(f"{text!r} takes {length:.1f} s, but expected: at most {seconds:g} s")
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
        sound.writeframes(samples.ljust(2 * round(seconds * SAMPLE_RATE), b"\0"))
    return Spoken(path, text, length, seconds)


@dataclass(frozen=True)
class Sound:
    """A WAV as it was received. ``loudness`` is that of each :data:`WINDOW`."""

    channels: int
    bits: int
    rate: int
    seconds: float
    loudness: list[float]


def heard(data: bytes) -> Sound:
    """Raises ``wave.Error`` for what is no WAV of PCM, and EOFError for half of one."""
    with wave.open(io.BytesIO(data)) as sound:
        rate, frames = sound.getframerate(), sound.getnframes()
        samples = array.array("h", sound.readframes(frames))
        assert len(samples) == frames * sound.getnchannels(), "the header tells another length"
        step = int(rate * WINDOW)
        windows = [samples[start : start + step] for start in range(0, len(samples) - step, step)]
        loudness = [math.sqrt(sum(value * value for value in window) / step) for window in windows]
        return Sound(sound.getnchannels(), 8 * sound.getsampwidth(), rate, frames / rate, loudness)


def likeness(one: list[float], other: list[float], farthest: float = 1.0) -> float:
    """The correlation of two courses of loudness, -1 to 1, where they fit best within ``farthest`` seconds."""
    reach = round(farthest / WINDOW)
    return max(_correlation(one[max(0, by) :], other[max(0, -by) :]) for by in range(-reach, reach + 1))


def _correlation(one: list[float], other: list[float]) -> float:
    pairs = list(zip(one, other, strict=False))
    means = [sum(column) / len(pairs) for column in zip(*pairs, strict=True)]
    apart = [(a - means[0], b - means[1]) for a, b in pairs]
    spread = math.sqrt(sum(a * a for a, _ in apart) * sum(b * b for _, b in apart))
    return sum(a * b for a, b in apart) / spread if spread else 0.0
