"""The audit log and all that is kept of one person, for admins: pages of the server's own, which no script has."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class AuditWords:
    audit_title: str
    audit_when: str
    audit_agent: str
    audit_what: str
    audit_customer: str
    audit_conversation: str
    audit_address: str
    audit_since: str
    audit_until: str
    audit_show: str
    audit_everything: str
    audit_csv: str
    audit_older: str
    audit_none: str
    audit_unwritten: str
    audit_opened: str
    audit_listed: str
    audit_searched: str
    audit_brought: str
    audit_exported: str
    audit_audited: str
    audit_status: str
    audit_assigned: str
    audit_labelled: str
    audit_unlabelled: str
    audit_file: str
    audit_taken: str
    audit_said: str
    audit_returned: str
    audit_noted: str
    audit_done: str
    audit_reviewed: str
    audit_corrected: str
    audit_drafted: str
    audit_erased: str
    person_data: str
    person_title: str
    person_in: str
    person_nothing: str
    person_export: str
    person_export_what: str
    person_erase: str
    person_erase_what: str
    person_type: str
    person_not_typed: str
    person_erasing: str
    person_kept: str
    person_besides: str
