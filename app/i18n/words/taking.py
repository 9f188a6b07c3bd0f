"""Taking conversations along: export, shared links, erasing."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class TakingWords:
    # What was taken along.
    taken_from: str
    taken_in_part: str
    taken_version: str
    taken_running: str
    list_in_part: str
    save_markdown: str
    save_page: str
    save_data: str
    print_page: str
    share_link: str
    share_what: str
    share_until: str
    share_day: str
    share_week: str
    share_month: str
    share_always: str
    make_link: str
    making_link: str
    link_made: str
    copy_link: str
    shared_links: str
    no_shared_links: str
    link_from: str
    link_until: str
    link_opened: str
    revoke: str
    revoke_of: str
    share_too_many: str
    share_in_part: str
    share_nothing: str
    shared_gone: str
    shared_gone_why: str
    your_data: str
    export_all: str
    export_all_what: str
    erase_all: str
    erase_all_what: str
    erase_sure: str
    erase_yes: str
    erasing: str
    erase_left: str
    erase_done: str
