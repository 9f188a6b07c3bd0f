"""Replies that service agents keep to use again."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CannedWords:
    canned: str
    canned_note: str
    canned_none: str
    canned_new: str
    canned_title: str
    canned_text: str
    canned_apps: str
    canned_use: str
    canned_edit: str
    canned_delete: str
    canned_left: str
    canned_bad: str
    canned_no_app: str
    canned_full: str
