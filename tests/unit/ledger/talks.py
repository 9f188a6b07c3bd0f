"""A user's conversations in the ledger."""

from app.dify import models
from app.ledger import Ledger

APP, ME, OTHER = "app-1", "visitor-1", "visitor-2"
NO_IDS = {"task_id": "", "message_id": "", "conversation_id": ""}


def known(id: str, name: str = "", at: int = 100, **fields) -> models.Conversation:
    return models.Conversation(id=id, name=name, created_at=at, **fields)


async def ids(ledger: Ledger, app: str = APP, user: str = ME, **which) -> list[str]:
    return [row.id for row in await ledger.conversations(app, user, **which)]


async def asked(ledger: Ledger, question: str = "Why?", conversation=None, app: str = APP, user: str = ME):
    return await ledger.begin(app, user, question, conversation, {"city": "Ulm"})
