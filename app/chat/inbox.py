"""What the inbox of service agents is told of a conversation beside what a run records: ratings, and older history."""

import logging
from collections.abc import Sequence

from app.chat.context import own_words
from app.chat.gone import Gone
from app.dify import models
from app.ledger import Conversation, Ledger, LedgerFailed, Message
from app.news import CONSOLE, Moved, News

log = logging.getLogger(__name__)


class Inbox:
    """One app's. What cannot be recorded is logged: who rates or reads goes on."""

    def __init__(self, app: str, ledger: Ledger, news: News) -> None:
        self._app, self._ledger, self._news = app, ledger, news
        self.kept, self.numbers, self.quality = ledger.inbox, ledger.numbers, ledger.quality  # of all apps
        self.canned, self.audit = ledger.canned, ledger.audit

    async def conversation(self, id: str) -> Conversation:
        """Whosever it is. Raises :class:`Gone`."""
        if (row := await self._ledger.handover.conversation(self._app, id)) is None:
            raise Gone
        return row

    async def rated(self, user: str, conversation_id: str, message_id: str, rating: str, reason: str = "") -> None:
        """``message_id`` is the upstream's."""
        try:
            conversation = await self._ledger.conversation(self._app, user, conversation_id)
            given = {message_id: rating}, {message_id: reason}
            if conversation and await self._ledger.inbox.rated(conversation, *given):
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

    async def references(self, user: str, conversation_id: str, turn_id: str) -> dict[str, str]:
        """Those by which a turn of a conversation is found: in the log of this server, and at the app. ``run`` is what
        the app was told as the trace of its request. Raises :class:`Gone` and :class:`LedgerFailed`."""
        row = await self._ledger.conversation(self._app, user, conversation_id)
        turn = await self._ledger.message(self._app, user, turn_id)
        if row is None or (turn and turn.conversation_id != row.id):
            raise Gone
        run = await self._ledger.newest_run(self._app, user, turn.id) if turn else None
        notice = turn.notice if turn else {}
        found = {
            "app": self._app,
            "conversation": row.id,
            "message": turn.id if turn else "",
            "run": run.id if run else "",
            "notice": notice.get("key", ""),
            "reference": notice.get("reference", ""),
            "upstream.user": row.upstream_user,
            "upstream.conversation_id": row.upstream_id,
            "upstream.message_id": turn.upstream_id if turn else turn_id,
            "upstream.task_id": run.task_id if run else "",
            "upstream.workflow_run_id": turn.workflow_run_id if turn else "",
        }
        return {name: value for name, value in found.items() if value}

    async def called(self, conversation_id: str, name: str, language: str) -> None:
        """The name of who has asked something in a conversation, which may be empty, and the language of their page."""
        try:
            await self._ledger.inbox.called(self._app, conversation_id, name, language)
        except LedgerFailed:
            log.exception("conversation %s: the name of its person could not be recorded", conversation_id)

    async def read(self, conversation: Conversation, read: Sequence[models.Message], rows: Sequence[Message]) -> None:
        """Turns as they were read from the upstream, oldest first; ``rows`` are those of the ledger. Raises
        :class:`LedgerFailed`."""
        ratings = {item.id: item.feedback.rating if item.feedback else "" for item in read}
        changed = False
        if conversation.rating or any(ratings.values()):
            reasons = {item.id: item.feedback.content for item in read if item.feedback}
            times = {item.id: float(item.created_at) for item in read}  # Servers do not say when it was rated.
            changed = await self._ledger.inbox.rated(conversation, ratings, reasons, times)
        last, ours = read[-1] if read else None, {row.upstream_id for row in rows}
        if last and last.id not in ours and (last.created_at > conversation.asked_at or not conversation.excerpt):
            failed, question = last.status == "error", own_words(last.query)
            changed |= await self._ledger.inbox.asked(conversation, question, float(last.created_at), failed=failed)
        if changed:
            await self._news.publish(*CONSOLE, Moved(self._app, conversation.id))
