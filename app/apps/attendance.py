"""Whoever waits for a person hears when one comes, when none is there any more, and when the hours begin or end.

Nothing tells when time has passed. So each process looks every few seconds, tells what is another than it was, and
counts who waits for the metrics.
"""

import time
from contextlib import AbstractAsyncContextManager

from app.apps.apps import Apps
from app.background import background, looking
from app.ledger import Ledger
from app.metrics import WAITING, WAITING_LONGEST
from app.news import Awaited, News

LOOK = 15.0  # seconds between two looks


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


def attended(ledger: Ledger, apps: Apps, news: News) -> AbstractAsyncContextManager[None]:
    """While the server runs, those who wait are told."""
    attendance = Attendance(ledger, apps, news)

    async def look() -> None:
        await attendance.look()
        await attendance.count(time.time())

    return background(looking(look, LOOK, "who waits for a person could not be told"))
