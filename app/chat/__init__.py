"""What a person can do with an app: see it, list conversations, read one, ask, stop, ask again.

One :class:`Chat` an app. It is the only place that calls the upstream for a person, and it looks up every id in
the ledger, under that person, before a call that takes one.
"""

from app.chat.arrival import Elsewhere
from app.chat.changes import changes
from app.chat.chat import Chat
from app.chat.gone import Gone
from app.chat.page import Page
from app.chat.search import SearchFailed
from app.chat.standing import Standing
from app.ledger import AskedAlready

__all__ = ["AskedAlready", "Chat", "Elsewhere", "Gone", "Page", "SearchFailed", "Standing", "changes"]
