"""Searching, and being told of an answer."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class SearchWords:
    search: str
    search_conversations: str
    search_hint: str
    searching: str
    still_looking: str
    nothing_so_far: str
    nothing_found: str
    search_failed: str
    search_partly: str
    search_count: str
    search_most: str
    search_results: str
    going_to_message: str
    turn_gone: str

    # The settings' switch for notifications.
    notifications: str
    notify: str
    notify_what: str
    notify_asking: str
    notify_dismissed: str
    notify_denied: str
    notify_insecure: str
    notify_missing: str
