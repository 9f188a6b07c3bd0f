"""Dictation, and reading aloud."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class SpeechWords:
    # Speech: dictation, and reading aloud.
    dictate: str
    microphone_asked: str
    recording: str
    loudness: str
    finish_dictation: str
    transcribing: str
    recording_kept: str
    send_recording: str
    discard_recording: str
    microphone_insecure: str
    microphone_denied: str
    microphone_missing: str
    microphone_busy: str
    heard_nothing: str
    dictation_failed: str
    recording_too_long: str
    recording_refused: str
    speech_off: str
    read_aloud: str
    stop_reading: str
    reading_failed: str
    reading_off: str
    answer_gone: str
