"""Somebody who speaks: sentences by eSpeak NG, as the sound that a fake microphone hears."""

import ctypes
import wave
from dataclasses import dataclass
from pathlib import Path

import espeakng_loader

_RETRIEVE = 1  # samples come to the callback, none to a loudspeaker
_UTF8 = 1
_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


@dataclass(frozen=True)
class Spoken:
    """A WAV of 16 bits, one channel: ``text`` in its first ``speech`` seconds, then silence up to ``seconds``."""

    path: Path
    text: str
    speech: float
    seconds: float


def speak_into(path: Path, text: str, seconds: float) -> Spoken:
    """Raises ValueError where ``text`` takes longer than ``seconds``."""
    rate, samples = _synthesize(text)
    length = len(samples) // 2
    if length > seconds * rate:
        raise ValueError(f"{text!r} takes {length / rate:.1f} s, but expected: at most {seconds:g} s")
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, rate, 0, "NONE", ""))
        sound.writeframes(samples.ljust(2 * round(seconds * rate), b"\0"))
    return Spoken(path, text, length / rate, seconds)


def _synthesize(text: str) -> tuple[int, bytes]:
    """Samples a second, and the samples, 16 bits each."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    rate = library.espeak_Initialize(_RETRIEVE, 0, espeakng_loader.get_data_path().encode(), 0)
    if rate <= 0:
        raise RuntimeError(f"eSpeak NG did not start: {rate}")
    pieces: list[bytes] = []

    def collect(samples: "ctypes._Pointer[ctypes.c_short]", count: int, events: int) -> int:
        if samples and count > 0:
            pieces.append(ctypes.string_at(samples, 2 * count))
        return 0

    callback = _Callback(collect)
    library.espeak_SetSynthCallback(callback)
    library.espeak_SetVoiceByName(b"en")
    said = text.encode() + b"\0"
    library.espeak_Synth(said, ctypes.c_size_t(len(said)), 0, 0, 0, _UTF8, None, None)
    library.espeak_Synchronize()
    library.espeak_Terminate()
    return rate, b"".join(pieces)
