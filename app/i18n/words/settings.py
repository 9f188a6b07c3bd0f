"""Language, looks and keys."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class SettingsWords:
    pass
