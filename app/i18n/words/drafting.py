"""What the app answers to a service agent alone."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class DraftingWords:
    draft: str
    draft_title: str
    draft_note: str
    draft_running: str
    draft_use: str
    draft_discard: str
    draft_nothing: str
    draft_waits: str
    draft_without: str
    ask_beside: str
    asked_beside: str
