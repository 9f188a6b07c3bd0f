"""What is about to be said: the queue, earlier questions, limits."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ComposerWords:
    queue: str
    queue_waits: str
    queue_held: str
    queue_refused: str
    queue_old: str
    queue_continue: str
    queue_add: str
    queue_full: str
    queue_elsewhere: str
    queued_files: str
    edit_queued: str
    send_queued: str
    remove_queued: str
    close_change: str
    recalled: str
    draft_aside: str
    counter_left: str
    counter_over: str
    given: str
    given_note: str
    given_again: str
    not_given: str
    yes: str
    no: str
    details_aside: str
