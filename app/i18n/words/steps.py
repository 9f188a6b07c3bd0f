"""The steps of an answer, and the forms that a flow waits for."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class StepWords:
    # The steps of an answer.
    steps: str
    reasoning: str
    label_code: str
    state_running: str
    state_waiting: str
    state_done: str
    state_failed: str
    state_stopped: str
    step_input: str
    step_result: str

    # What an answer has more of than is shown.
    note_more_steps: str
    note_more_files: str
    note_more_sources: str
    note_more_forms: str

    # A form that a flow waits for.
    form: str
    form_until: str
    form_answered: str
    form_closed: str
    form_expired: str
    form_elsewhere: str
    form_wrong: str
    form_gone: str

    # The variables of a conversation.
    variables: str
    variables_note: str
    no_variables: str
    save_variable: str
    variable_saved: str
    variable_wrong: str
