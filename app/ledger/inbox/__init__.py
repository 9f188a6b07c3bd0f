"""The inbox: everybody's conversations in the apps that a service agent may see, and what agents do with them.

Every query stands under those apps: a conversation of another one, or one that was deleted, is not there.
"""

from app.ledger.inbox.attendance import LONGEST_CONTACT
from app.ledger.inbox.changes import CHOSEN, LABELS, LONGEST, VIEWS, NoRoom
from app.ledger.inbox.filter import STATUSES, Filter
from app.ledger.inbox.inbox import Inbox
from app.ledger.inbox.lines import COUNTED, Counts, Cursor, Line, Page
from app.ledger.inbox.search import Match

__all__ = [
    "CHOSEN", "COUNTED", "LABELS", "LONGEST", "LONGEST_CONTACT", "STATUSES", "VIEWS", "Counts", "Cursor", "Filter",
    "Inbox", "Line", "Match", "NoRoom", "Page",
]  # fmt: skip
