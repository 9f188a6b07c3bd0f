"""Ending what is kept no longer: conversations that nobody has spoken in for as long as the operator says."""

import asyncio
import logging
import time
from dataclasses import dataclass

from app.chat.leaving import Leaving
from app.dify.errors import DifyError
from app.ledger import Conversation, Ledger
from app.ledger.retention import Place
from app.news import Changed, News

BATCH = 20  # conversations that are ended before anything else may be done
PAUSE = 0.02  # seconds between two of them: who asks something meanwhile does not wait for a queue of these
FAILURES = 3  # one after the other, and the app is left alone until later
DAY = 86_400.0  # seconds
LONG = 15.0  # seconds that a batch takes at most

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rule:
    """After how many days without a word in it a conversation is deleted, or made anonymous, without its words or with
    them: ``action`` is one of ``app.settings.RETENTIONS``."""

    days: int
    action: str


class Retaining:
    """One app's. The app's own copy goes in any case: what it keeps under somebody's id is not anonymous."""

    def __init__(self, app: str, ledger: Ledger, news: News, leaving: Leaving) -> None:
        self._app = app
        self._ledger = ledger
        self._news = news
        self._leaving = leaving

    async def batch(self, rule: Rule, after: Place | None) -> Place | None:
        """End some of what is due behind ``after``. Where to go on; None where there is no more, or the app is away.

        Each is taken out of all lists before anything else is done, unless somebody spoke in it meanwhile: so two
        processes never do the same, and one that dies leaves what the next start goes on with.
        """
        before, began, failures = time.time() - rule.days * DAY, time.monotonic(), 0
        due = await self._ledger.retention.due(self._app, before, after, BATCH)
        for row in due:
            if time.monotonic() - began > LONG:
                return after
            after = row.updated_at, row.id
            if not await self._ledger.retention.claim(row, before):
                continue
            failures = 0 if await self._ended(row, rule) else failures + 1
            if failures == FAILURES:
                return None
            await asyncio.sleep(PAUSE)
        if len(due) == BATCH:
            return after
        await self._ledger.retention.forget_unsent(self._app, before)
        return None

    async def _ended(self, row: Conversation, rule: Rule) -> bool:
        """False where the app still has it: then it is back where it was."""
        try:
            await self._leaving.delete_upstream(row)
        except DifyError as error:
            log.warning("app %s: a conversation is kept for longer than it may be: %s", self._app, type(error).__name__)
            await self._ledger.mark(row, deleted_at=None)
            return False
        if rule.action == "delete":
            await self._ledger.forget(row)
        else:
            await self._ledger.retention.anonymise(row, words=rule.action == "keep-words")
        await self._news.publish(self._app, row.user, Changed(row.id))
        return True
