"""Whoever waits for a person hears when one comes, when none is there any more, and when the hours begin or end.

Nothing tells when time has passed. So each process looks every few seconds, tells what is another than it was, and
counts who waits for the metrics.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.apps.apps import Apps
from app.ledger import Ledger, LedgerFailed
from app.metrics import WAITING, WAITING_LONGEST
from app.news import Awaited, News

LOOK = 15.0  # seconds between two looks

log = logging.getLogger(__name__)


class Attendance:
    """What those who wait were told, by their conversations."""

    def __init__(self, ledger: Ledger, apps: Apps, news: News) -> None:
        self._ledger, self._apps, self._news = ledger, apps, news
        self._told: dict[tuple[str, str], str] = {}

    async def look(self) -> None:
        """Tell each of them whether somebody is there, unless that is what they were told. Raises ``LedgerFailed``."""
        chats = {chat.slug: chat for chat in self._apps.all()}
        rows = await self._ledger.inbox.calling(chats)
        away = {app: (await chats[app].handover.away()).key for app in {row.app for row in rows}}
        before, self._told = self._told, {(row.app, row.id): away[row.app] for row in rows}
        for row in rows:
            place = row.app, row.id
            if self._told.get(place) != before.get(place):
                await self._news.publish(row.app, row.user, Awaited(row.id))

    async def count(self, now: float) -> None:
        """For the metrics. Raises ``LedgerFailed``."""
        waiting = await self._ledger.inbox.waiting_in()
        for gauge in (WAITING, WAITING_LONGEST):
            gauge.clear()
        for chat in self._apps.all():
            count, since = waiting.get(chat.slug, (0, now))
            WAITING.labels(chat.slug).set(count)
            WAITING_LONGEST.labels(chat.slug).set(max(now - since, 0.0))


@asynccontextmanager
async def attended(ledger: Ledger, apps: Apps, news: News) -> AsyncIterator[None]:
    """While the server runs, those who wait are told."""
    looking = asyncio.create_task(_look_after(Attendance(ledger, apps, news)))
    try:
        yield
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)


async def _look_after(attendance: Attendance) -> None:
    while True:
        await asyncio.sleep(LOOK)
        try:
            await attendance.look()
            await attendance.count(time.time())
        except LedgerFailed as error:
            log.warning("who waits for a person is told a little later: %s", type(error).__name__)
        except Exception:  # The outermost edge: the next look is another chance.
            log.exception("who waits for a person could not be told")
