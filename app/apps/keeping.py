"""Keeping what a visitor has, in all apps together, when they sign in."""

import asyncio
import logging
from contextlib import AsyncExitStack, suppress

from app.apps.apps import Apps
from app.chat import Chat
from app.ledger import Found, Ledger
from app.news import Changed, Kept
from app.runs.registry import Runs

END = 5.0  # seconds that an answer which is being written has to end
READ = 10.0  # seconds that the apps have to tell what they have of the visitor

log = logging.getLogger(__name__)


class Keeping:
    """``apps`` are the server's, whoever may see them: what a visitor has somewhere is theirs there."""

    def __init__(self, ledger: Ledger, apps: Apps, runs: Runs) -> None:
        self._ledger = ledger
        self._apps = apps
        self._runs = runs

    async def found(self, visitor: str, names: int = 0) -> Found:
        """What there is to keep, with the ``names`` of the newest."""
        return await self._ledger.keeping.found(visitor, names)

    async def keep(self, visitor: str, user: str) -> bool:
        """Let all that the visitor has be the user's from now on; False while an answer of theirs is being written.

        Such an answer has tabs that follow it as the visitor's. Should one begin in this very moment, the ledger
        records its end where the conversation is by then.
        """
        slugs = await self._ledger.keeping.apps(visitor)
        chats = [chat for chat in self._apps.all() if chat.slug in slugs]
        if not await self._ended(chats, visitor):
            return False
        # What an app has and the ledger does not is learned now; of one that is away it is whenever all is read.
        with suppress(TimeoutError):
            async with asyncio.timeout(READ):
                await asyncio.gather(*(chat.taking.own(visitor) for chat in chats))
        async with AsyncExitStack() as still:
            for chat in chats:
                await still.enter_async_context(chat.search.still(visitor))
            moved = await self._ledger.keeping.keep(visitor, user)
        log.info("%d conversations were kept by who signed in", len(moved))
        for app, id in moved:
            await self._runs.news.publish(app, user, Changed(id))
        for chat in self._apps.all():
            await self._runs.news.publish(chat.slug, visitor, Kept())
        return True

    async def _ended(self, chats: list[Chat], visitor: str) -> bool:
        running = [run for chat in chats for run in await self._runs.own(chat.slug, visitor)]
        with suppress(TimeoutError):
            async with asyncio.timeout(END):
                for run in running:
                    await run.closed.wait()
        return all(run.closed.is_set() for run in running)
