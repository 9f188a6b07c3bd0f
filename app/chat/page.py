"""A thread as far as it was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.chat.standing import Standing
from app.dify import models
from app.dify.errors import DifyError
from app.ledger import LedgerFailed
from app.views import Turn


@dataclass(frozen=True)
class Page:
    """A thread as far as it was read. ``read`` is what came from the upstream, for the next older page.

    ``running`` is the turn whose answer is being written, at the thread's end; ``rated`` are the ratings that were
    given since it was read, by the turn; ``standing`` is the conversation's, with no turns of its own.
    """

    name: str = ""
    turns: list[Turn] = field(default_factory=list)
    running: Turn | None = None
    has_older: bool = False
    read: tuple[models.Message, ...] = ()
    rated: Mapping[str, str] = field(default_factory=dict)
    standing: Standing = Standing()
    error: DifyError | LedgerFailed | None = None
