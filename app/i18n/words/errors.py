"""What is wrong with a field, and what happened."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ErrorWords:
    # What is wrong with a field.
    field_required: str
    field_too_long: str
    field_not_offered: str
    field_not_a_number: str
    fields_wrong: str
    question_too_long: str

    # What happened, and what to do.
    turn_stopping: str
    turn_stopped: str
    turn_stop_unsure: str
    stop_sent_again: str
    stop_again: str
    turn_empty: str
    error_unreachable: str
    error_no_host: str
    error_certificate: str
    error_timeout: str
    error_cut: str
    error_server_left: str
    server_leaving: str
    error_silent: str
    error_too_long: str
    error_not_the_api: str
    error_key: str
    error_forbidden: str
    error_not_found: str
    error_over: str
    error_busy: str
    error_busy_for: str
    error_crowded: str
    error_too_many_at_once: str
    error_quota: str
    error_model: str
    error_app: str
    error_completion: str
    error_too_large: str
    error_unsupported: str
    error_not_accepted: str
    error_server: str
    error_other: str
    error_said: str
    error_said_again: str
    error_ours: str
    error_database: str
    error_disk: str
    gone: str
    no_identity: str
    note_unreadable: str
    note_unknown: str
    note_annotated: str

    # What can be done about it.
    reference: str
    copy_reference: str
    copy_it_by_hand: str
    retry_in: str
