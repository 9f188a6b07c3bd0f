"""The page itself: its regions and buttons, and what it says of itself."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PageWords:
    code: str  # of the language, for the document's `lang`
    own_name: str  # of the language, as its speakers call it
    direction: str  # of its writing: `ltr` or `rtl`

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
