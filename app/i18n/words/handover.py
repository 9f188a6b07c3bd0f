"""A person who steps in. ``{name}`` is what they go by; without one it is ``a_person``."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class HandoverWords:
    a_person: str
    person_came: str
    person_left: str
    person_called: str
    person_has_it: str
    with_person: str
    with_a_person: str
    write_to: str
    write_to_person: str
    person_awaited: str
    app_meanwhile: str
    person_reads: str
    call_person: str
    person_closed: str
    person_away: str
    contact_wanted: str
    contact: str
    leave_contact: str
    contact_left: str
    contact_change: str
    contact_withdraw: str
    contact_wrong: str
