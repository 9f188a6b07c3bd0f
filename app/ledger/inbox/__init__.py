"""The inbox: everybody's conversations in the apps that a service agent may see, and what agents do with them.

Every query stands under those apps: a conversation of another one, or one that was deleted, is not there.
"""

from app.ledger.inbox.agents import Agents
from app.ledger.inbox.attendance import LONGEST_CONTACT
from app.ledger.inbox.changes import CHOSEN, LABELS, LONGEST, Changes, NoRoom
from app.ledger.inbox.customers import Customer, Customers
from app.ledger.inbox.filter import STATUSES, Filter
from app.ledger.inbox.inbox import Inbox
from app.ledger.inbox.learning import Learning
from app.ledger.inbox.lines import COUNTED, Counts, Cursor, Line, Page
from app.ledger.inbox.notes import Named, Noted, Notes
from app.ledger.inbox.rows import Agent, Rating, View
from app.ledger.inbox.search import Found, Match

__all__ = [
    "CHOSEN", "COUNTED", "LABELS", "LONGEST", "LONGEST_CONTACT", "STATUSES", "Agent", "Agents", "Changes", "Counts",
    "Cursor", "Customer", "Customers", "Filter", "Found", "Inbox", "Learning", "Line", "Match", "Named", "NoRoom",
    "Noted", "Notes", "Page", "Rating", "View",
]  # fmt: skip
