"""The console of service agents: everybody's conversations."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ConsoleWords:
    inbox_filters: str
    inbox_search: str
    inbox_list: str
    inbox_empty: str
    inbox_no_match: str
    inbox_none_so_far: str
    inbox_further: str
    inbox_full: str
    inbox_everything: str
    inbox_app: str
    inbox_status: str
    inbox_any: str
    inbox_open: str
    inbox_waiting: str
    inbox_person: str
    inbox_resolved: str
    inbox_assignee: str
    inbox_me: str
    inbox_nobody: str
    inbox_label: str
    inbox_rating: str
    inbox_bad: str
    inbox_good: str
    inbox_since: str
    inbox_day: str
    inbox_week: str
    inbox_month: str
    inbox_order: str
    inbox_newest: str
    inbox_oldest: str
    inbox_unread: str
    inbox_failed: str
    inbox_views: str
    inbox_keep: str
    inbox_view_name: str
    inbox_drop: str
    inbox_choose: str
    inbox_back: str
    inbox_mark_unread: str
    inbox_earlier: str
    inbox_form_open: str
    inbox_form_answered: str
    inbox_another: str
    inbox_looks: str
    inbox_writes: str
    inbox_bring: str
    inbox_user_id: str
    inbox_brought: str
    inbox_no_user: str
    inbox_bad_user: str
    inbox_not_whole: str
