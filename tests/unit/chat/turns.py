"""A turn as the upstream has it, and as the ledger does."""

from app.dify import models
from app.ledger import Message


def theirs(id: str, answer: str = "", at: int = 100, **fields) -> models.Message:
    return models.Message(id=id, query=f"{id}?", answer=answer, created_at=at, **fields)


def ours(id: str, answer: str = "", at: float = 100.0, status: str = "done", upstream_id: str | None = None, **fields):
    values = {"notice": {}, "notes": [], "citations": [], "thoughts": [], "forms": [], "usage": {}, "hidden": False}
    return Message(
        app="a", user="u", id=id, conversation_id="c", upstream_id=upstream_id, question=f"{id}?", answer=answer,
        status=status, created_at=at, **values | fields,
    )  # fmt: skip
