"""The console's board of numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class NumbersWords:
    console_pages: str
    numbers: str
    numbers_all_apps: str
    numbers_first_day: str
    numbers_last_day: str
    numbers_last_days: str
    numbers_save: str
    numbers_no_period: str
    numbers_day: str
    numbers_asked: str
    numbers_conversations: str
    numbers_answers: str
    numbers_users: str
    numbers_resolved: str
    numbers_alone: str
    numbers_together: str
    numbers_escalated: str
    numbers_rated: str
    numbers_good: str
    numbers_bad: str
    numbers_half: str
    numbers_most: str
    numbers_errors: str
    numbers_stopped: str
    numbers_first: str
    numbers_whole: str
    numbers_tokens: str
    numbers_cost: str
    numbers_table: str
    numbers_by_app: str
    numbers_about: str
    quality: str
    quality_bad: str
    quality_to_do: str
    quality_done: str
    quality_mark_done: str
    quality_mark_undone: str
    quality_none_bad: str
    quality_elsewhere: str
    quality_documents: str
    quality_document: str
    quality_no_documents: str
    quality_errors: str
    quality_no_errors: str
    quality_uncited: str
    quality_no_uncited: str
    quality_more: str
    quality_days: str
    quality_count: str
