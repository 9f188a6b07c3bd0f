"""Conversations in an inbox, and what of it is shown."""

from typing import Any

from app.dify import models
from app.ledger import Conversation, Ledger
from app.ledger.inbox import Filter

OPEN = {"app-1", "app-2"}
AGENT, OTHER = "agent-1", "agent-2"


async def asked(
    ledger: Ledger, question: str, user: str = "visitor-1", app: str = "app-1", **more: Any
) -> Conversation:
    conversation, _, run = await ledger.begin(app, user, question, more.pop("conversation", None), {})
    await ledger.end(run, more.pop("status", "done"), answer=f"Of {question}")
    return conversation


async def shown(
    ledger: Ledger, filter: Filter | None = None, agent: str = AGENT, open: Any = OPEN, **more: Any
) -> list[str]:
    """The excerpts of a page."""
    return [line.excerpt for line in (await ledger.inbox.page(open, agent, filter or Filter(), **more)).lines]


async def learned(ledger: Ledger, app: str, ids: str, at: int = 5) -> None:
    await ledger.learn(app, "visitor-1", [models.Conversation(id=id, name=id, created_at=at) for id in ids])
