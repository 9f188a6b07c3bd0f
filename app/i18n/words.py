"""The names of all strings. A language is one instance; one that lacks a string cannot be made."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Words:
    """A catalogue. ``{name}`` in a string is filled in by the page from a notice's arguments."""

    code: str  # of the language, for the document's `lang`

    # The page's regions and buttons: assistive technology and tests rely on these names.
    message: str
    send: str
    stop: str
    new_chat: str
    retry: str
    conversation: str
    question: str
    answer: str
    conversations: str
    suggested_questions: str
    details: str
    start_chat: str
    show_conversations: str
    hide_conversations: str
    load_older: str
    load_more: str
    jump_to_latest: str
    sources: str
    source: str
    page_of_source: str
    score_of_source: str
    open_document: str
    change_details: str
    skip_to_message: str

    # What the page says of itself.
    disconnected: str
    no_conversations: str
    ask_anything: str
    placeholder: str
    ai_label: str
    ai_disclaimer: str
    thinking: str
    loading: str
    chat_of: str
    choose: str
    optional: str
    wait_or_stop: str
    long_answer: str
    show_more: str
    image_blocked: str
    open_image: str
    copy_code: str
    copied: str

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

    # A form that a flow waits for.
    form: str
    form_until: str
    form_answered: str
    form_closed: str
    form_expired: str
    form_elsewhere: str
    form_wrong: str
    form_gone: str

    # Files.
    attachments: str
    files_of_answer: str
    picture: str
    preview: str
    previous: str
    next: str
    download: str
    close: str
    cancel: str
    attach_files: str
    attach_link: str
    file_address: str
    add_link: str
    drop_files: str
    uploading: str
    cancel_upload: str
    remove_file: str
    wait_for_upload: str

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

    # Speech: dictation, and reading aloud.
    dictate: str
    microphone_asked: str
    recording: str
    loudness: str
    finish_dictation: str
    transcribing: str
    recording_kept: str
    send_recording: str
    discard_recording: str
    microphone_insecure: str
    microphone_denied: str
    microphone_missing: str
    microphone_busy: str
    heard_nothing: str
    dictation_failed: str
    recording_too_long: str
    recording_refused: str
    speech_off: str
    read_aloud: str
    stop_reading: str
    reading_failed: str
    reading_off: str
    answer_gone: str

    # What is wrong with a file.
    file_type_refused: str
    file_too_large: str
    files_too_many: str
    file_empty: str
    uploads_off: str
    url_not_allowed: str
    url_wrong: str
    upload_failed: str
    file_gone: str

    # What is wrong with a field.
    field_required: str
    field_too_long: str
    field_not_offered: str
    field_not_a_number: str
    fields_wrong: str
    question_too_long: str

    # What happened, and what to do.
    turn_stopped: str
    turn_empty: str
    error_unreachable: str
    error_timeout: str
    error_cut: str
    error_not_the_api: str
    error_key: str
    error_forbidden: str
    error_not_found: str
    error_busy: str
    error_quota: str
    error_model: str
    error_app: str
    error_completion: str
    error_too_large: str
    error_server: str
    error_other: str
    error_said: str
    error_ours: str
    gone: str
    no_identity: str
    note_unreadable: str
    note_unknown: str
    note_annotated: str
