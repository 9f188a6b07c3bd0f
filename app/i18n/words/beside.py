"""What stands beside a conversation of the console: who has it, labels, keys."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class BesideWords:
    inbox_mine: str
    inbox_resolve: str
    inbox_beside: str
    inbox_labels: str
    inbox_put_label: str
    inbox_drop_label: str
    inbox_label_long: str
    inbox_labels_full: str
    inbox_not_changed: str
    inbox_keys: str
    key_inbox_next: str
    key_inbox_before: str
    key_inbox_open: str
    key_inbox_search: str
    key_inbox_reply: str
    key_inbox_assign: str
    key_inbox_resolve: str
    inbox_customer: str
    inbox_visitor: str
    inbox_no_name: str
    inbox_since_then: str
    inbox_conversations: str
    inbox_more_of_them: str
    inbox_mentioned: str
    inbox_agents: str
    inbox_note_write: str
    inbox_note_put: str
    inbox_note_save: str
    inbox_note_edit: str
    inbox_note_drop: str
    inbox_note_edited: str
    inbox_note_private: str
    inbox_note_of: str
    inbox_note_long: str
    inbox_notes_full: str
