"""espeak-ng through its C interface: text in, samples out, one call at a time."""

import ctypes
import importlib.util
import logging
import os
import threading
from functools import cache
from pathlib import Path

logger = logging.getLogger(__name__)

SAMPLE_RATE = 22050
"""Samples a second, 16 bit, one channel: what espeak-ng makes of every voice."""

LONGEST_PATH = 159
"""Bytes of the path of its data: what espeak-ng has room for."""

_SYNCHRONOUS, _DO_NOT_EXIT, _UTF8, _PAUSE_AT_END = 0x02, 0x8000, 0x01, 0x1000
_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_one_at_a_time = threading.Lock()


class SpeechError(Exception):
    """espeak-ng could not be started, or refused a text."""


def installed() -> bool:
    """Whether espeak-ng is there, and where it can read its data. Nothing is loaded."""
    found = importlib.util.find_spec("espeakng_loader")
    if found is None or not found.origin:
        return False
    data = Path(found.origin).parent / "espeak-ng-data"
    if len(os.fsencode(data)) > LONGEST_PATH:
        logger.warning("speech is off: espeak-ng reads no path of more than %d bytes: %s", LONGEST_PATH, data)
        return False
    return data.is_dir()


def speak(text: str, voice: str, pause: bool) -> bytes:
    """The samples of ``text``, little-endian. It takes about a hundredth of the speech's length, so it belongs in a
    thread.

    ``voice`` is a name of espeak-ng, such as ``cmn+f2``; ``pause`` adds the silence between two sentences. The first
    call loads the library (21 MB), and a language's first its dictionary. Raises :class:`SpeechError`.
    """
    # The library keeps its voice and its output in globals of the process.
    with _one_at_a_time:
        return _engine().speak(text.replace("\x00", "").encode(), voice.encode(), pause)


class _Espeak:
    def __init__(self, library: str, data: str):
        self._library = ctypes.CDLL(library)
        self._library.espeak_Synth.argtypes = [
            ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint,
            ctypes.c_void_p, ctypes.c_void_p,
        ]  # fmt: skip
        self._made = bytearray()
        self._callback = _Callback(self._take)
        rate = self._library.espeak_Initialize(_SYNCHRONOUS, 0, os.fsencode(data), _DO_NOT_EXIT)
        if rate != SAMPLE_RATE:
            raise SpeechError(f"espeak-ng did not start with the data in {data}: it answered {rate}")
        self._library.espeak_SetSynthCallback(self._callback)

    def speak(self, text: bytes, voice: bytes, pause: bool) -> bytes:
        self._made.clear()
        if self._library.espeak_SetVoiceByName(voice) != 0:
            raise SpeechError(f"espeak-ng has no voice {voice.decode()}")
        flags = _UTF8 | (_PAUSE_AT_END if pause else 0)
        if self._library.espeak_Synth(text, len(text) + 1, 0, 0, 0, flags, None, None) != 0:
            raise SpeechError("espeak-ng did not take the text")
        return bytes(self._made)

    def _take(self, samples: int | None, count: int, _events: int | None) -> int:
        if samples and count:
            self._made += ctypes.string_at(samples, 2 * count)
        return 0


@cache
def _engine() -> _Espeak:
    """Made at the first use and kept: the library can be started once a process."""
    try:
        import espeakng_loader

        return _Espeak(espeakng_loader.get_library_path(), espeakng_loader.get_data_path())
    except (ImportError, OSError, RuntimeError) as error:
        raise SpeechError(f"espeak-ng could not be loaded: {error}") from error
