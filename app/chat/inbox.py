"""What the inbox of service agents is told of a conversation beside what a run records: ratings, and older history."""

import logging
from collections.abc import Sequence

from app.dify import models
from app.ledger import Conversation, Ledger, LedgerFailed, Message
from app.news import CONSOLE, Moved, News

log = logging.getLogger(__name__)


class Inbox:
    """One app's. What cannot be recorded is logged: who rates or reads goes on."""

    def __init__(self, app: str, ledger: Ledger, news: News) -> None:
        self._app, self._ledger, self._news = app, ledger, news
        self.kept = ledger.inbox  # of all apps

    async def rated(self, user: str, conversation_id: str, message_id: str, rating: str) -> None:
        """``message_id`` is the upstream's."""
        try:
            conversation = await self._ledger.conversation(self._app, user, conversation_id)
            if conversation and await self._ledger.inbox.rated(conversation, {message_id: rating}):
                await self._news.publish(*CONSOLE, Moved(self._app, conversation.id))
        except LedgerFailed:
            log.exception("message %s: its rating could not be recorded", message_id)

    async def ratings(self, conversation: Conversation, read: Sequence[models.Message]) -> dict[str, str]:
        """Those of a conversation's turns by their ids, of which the upstream's were ``read``. Raises
        :class:`LedgerFailed`."""
        rows = await self._ledger.messages(self._app, conversation.user, conversation.id)
        ours = {row.upstream_id: row.id for row in rows if row.upstream_id}
        given = dict.fromkeys((item.id for item in read), "") | await self._ledger.inbox.ratings(conversation)
        return {ours.get(id, id): rating for id, rating in given.items()}

    async def read(self, conversation: Conversation, read: Sequence[models.Message], rows: Sequence[Message]) -> None:
        """Turns as they were read from the upstream, oldest first; ``rows`` are those of the ledger. Raises
        :class:`LedgerFailed`."""
        ratings = {item.id: item.feedback.rating if item.feedback else "" for item in read}
        changed = False
        if conversation.rating or any(ratings.values()):
            changed = await self._ledger.inbox.rated(conversation, ratings)
        last, ours = read[-1] if read else None, {row.upstream_id for row in rows}
        if last and last.id not in ours and (last.created_at > conversation.asked_at or not conversation.excerpt):
            failed = last.status == "error"
            changed |= await self._ledger.inbox.asked(conversation, last.query, float(last.created_at), failed=failed)
        if changed:
            await self._news.publish(*CONSOLE, Moved(self._app, conversation.id))
