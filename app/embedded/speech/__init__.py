"""Text read aloud on this machine, by espeak-ng: no network, no model, no key."""

from app.embedded.speech.speech import DEFAULT_VOICE, LANGUAGE, VOICES, Speech, SpeechError, installed
from app.embedded.speech.words import sentences

__all__ = ["DEFAULT_VOICE", "LANGUAGE", "VOICES", "Speech", "SpeechError", "installed", "sentences"]
