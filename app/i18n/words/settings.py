"""Language, looks and keys."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class SettingsWords:
    privacy_policy: str

    # What a screen reader is told of a running answer.
    answer_begins: str
    answer_ends: str
    answer_waits: str
    answer_goes_on: str
