"""What can be done with a turn."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class TurnWords:
    # What can be done with a turn.
    copy: str
    copy_question: str
    copy_failed: str
    copy_table: str
    good_answer: str
    bad_answer: str
    what_was_wrong: str
    send_reason: str
    rating_refused: str
    edit_question: str
    ask_anew: str
    memory_of_edits: str
    memory_of_versions: str
    regenerate: str
    actions: str
    actions_of_question: str
    version_before: str
    version_after: str
    version_of: str
    tokens: str
    seconds: str
