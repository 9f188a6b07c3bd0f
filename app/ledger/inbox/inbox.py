"""All that the inbox asks of the ledger."""

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.ledger.inbox.agents import Agents
from app.ledger.inbox.answers import Answers
from app.ledger.inbox.attendance import Attendance
from app.ledger.inbox.changes import Changes
from app.ledger.inbox.customers import Customers
from app.ledger.inbox.learning import Learning
from app.ledger.inbox.lines import Lines
from app.ledger.inbox.notes import Notes
from app.ledger.inbox.search import Search


class Inbox(Lines, Search, Changes, Learning, Agents, Customers, Notes, Answers, Attendance):
    """``open`` are the apps that an agent may see, ``agent`` is their user id. Each method is one transaction."""

    def __init__(self, session: async_sessionmaker[AsyncSession]) -> None:
        self._session = session
