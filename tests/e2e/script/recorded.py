"""Answers of real servers, sent again as they came."""

from tests.fixtures.recordings import load

from .steps import Recorded, Rest, Step


def recorded(name: str, version: str = "0.15.3", seconds: float = 0.005) -> list[Step]:
    """The stream of a recording, chunk by chunk, so long after each other. Steps may be put between them."""
    recording = load(version, name)
    if not recording.is_stream:
        raise ValueError(f"{version}/{name} is {recording.media_type}, but expected: an event stream")
    ids = {key: next(event[key] for event in recording.payloads() if key in event) for key in _IDS}
    return [step for chunk in recording.chunks for step in (Recorded(chunk, **ids), Rest(seconds))]


_IDS = ("task_id", "message_id", "conversation_id")
