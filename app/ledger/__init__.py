"""The ledger: what this front end knows about conversations, messages, runs and files, keyed by app and user.

The upstream owns finished answers; the ledger owns what the upstream loses (failed and partial answers), whose
each id is, and how an id of the page maps to one of the upstream.
"""

from app.ledger.alone import LedgerTaken, file_of
from app.ledger.erasures import Erasure
from app.ledger.failures import LedgerFailed, Unaudited, kind_of
from app.ledger.files import Files
from app.ledger.keeping import Found
from app.ledger.ledger import Ledger
from app.ledger.migrate import NewerLedger, is_current
from app.ledger.moving import NoSuchRevision, go_to
from app.ledger.probe import has_tables
from app.ledger.refusals import AskedAlready, Elsewhere, WithPerson
from app.ledger.rows import PERSON, Conversation, File, Message, Run, Share
from app.ledger.search import Entry, Hit
from app.ledger.sign_in import Account, Session
from app.ledger.signed_in import Lifetime, SignedIn

__all__ = [
    "PERSON", "Account", "AskedAlready", "Conversation", "Elsewhere", "Entry", "Erasure", "File", "Files", "Found",
    "Hit", "Ledger", "LedgerFailed", "LedgerTaken", "Lifetime", "Message", "NewerLedger", "NoSuchRevision", "Run",
    "Session", "Share", "SignedIn", "Unaudited", "WithPerson", "file_of", "go_to", "has_tables", "is_current",
    "kind_of",
]  # fmt: skip
