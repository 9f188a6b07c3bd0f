"""The list of conversations, and what can be done with one."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ConversationWords:
    options_of: str
    options_of_open: str
    rename: str
    rename_conversation: str
    name_of_conversation: str
    save: str
    make_title: str
    pin: str
    unpin: str
    archive: str
    unarchive: str
    delete: str

    # Groups of the list, and the marks of its lines.
    pinned: str
    archived: str
    today: str
    yesterday: str
    last_7_days: str
    last_30_days: str
    being_written: str
    new_answer: str

    # What the list says of itself.
    try_again: str
    deleted_conversation: str
    undo: str
    delete_refused: str
    too_late_to_undo: str
