"""Language, looks and keys."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class SettingsWords:
    language: str  # with the English word beside it, for somebody who cannot read the page
    privacy_policy: str
    about_page: str
    read_in_full: str

    # What a screen reader is told of a running answer.
    answer_begins: str
    answer_ends: str
    answer_waits: str
    answer_goes_on: str

    # The dialog, and what stands in it.
    settings: str
    appearance: str
    as_the_system: str
    light: str
    dark: str

    # The page's keys: what they do, and two that keyboards name by language.
    shortcuts: str
    show_shortcuts: str
    single_keys: str
    key_turn_before: str
    key_turn_after: str
    key_conversation_before: str
    key_conversation_after: str
    key_escape: str
    key_compose: str
    key_copy: str
    key_list: str
    key_control: str
    key_shift: str
