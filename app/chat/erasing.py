"""Erasing all that one person has: at the app, conversation by conversation, and here."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from app.chat.leaving import Leaving
from app.chat.search import Search
from app.chat.taking import Taking
from app.dify import Client
from app.dify.errors import Busy, DifyError, NotFound, ServerFailed, TimedOut, Unreachable
from app.ledger import Ledger
from app.news import Changed
from app.runs.registry import Runs

TRIES = 3  # a deletion may be asked for again: what is gone stays gone
WAIT = 1.0  # seconds before it is
PATIENCE = 10.0  # seconds that stopped answers have to end


@dataclass(frozen=True)
class Erased:
    """How far it is: ``done`` of ``count`` conversations, of which the app kept ``left``.

    ``ended`` says that nothing more comes; ``whole`` that nothing is left anywhere.
    """

    done: int = 0
    count: int = 0
    left: int = 0
    ended: bool = False
    whole: bool = False


class Erasing:
    """One app's people. It can be repeated: what is erased already costs nothing."""

    def __init__(
        self, app: str, client: Client, ledger: Ledger, runs: Runs, taking: Taking, search: Search, leaving: Leaving
    ) -> None:
        self._app = app
        self._client = client
        self._ledger = ledger
        self._runs = runs
        self._taking = taking
        self._search = search
        self._leaving = leaving

    async def everything(self, user: str) -> AsyncIterator[Erased]:
        """Stop what is being written, then erase one conversation after the other, at the app before here.

        One that the app does not delete stays here too, so that it can be seen and tried again.
        """
        await self.stop(user)
        async with self._search.still(user):
            ids, whole = await self._taking.own(user)
            left = 0
            for done, id in enumerate(ids):
                yield Erased(done, len(ids), left)
                left += not await self._erase(user, id)
            if whole and not left:
                await self._ledger.own.forget(self._app, user)
        yield Erased(len(ids), len(ids), left, ended=True, whole=whole and not left)

    async def stop(self, user: str) -> bool:
        """Stop what is being written. Whether all of it has ended."""
        running = await self._runs.own(self._app, user)
        for run in running:
            await self._runs.stop(run)
        if running:
            await asyncio.wait([asyncio.ensure_future(run.closed.wait()) for run in running], timeout=PATIENCE)
        return all(run.closed.is_set() for run in running)

    def gone(self, upstream_ids: Iterable[str]) -> None:
        """No list that was read before brings these back."""
        self._leaving.gone.extend(upstream_ids)

    async def _erase(self, user: str, id: str) -> bool:
        row = await self._ledger.conversation(self._app, user, id, deleted=True)
        if row is None:
            return True
        if row.upstream_id:
            rated = await self._ledger.inbox.ratings(row)
            if await self.deleted(row.upstream_id, row.upstream_user, rated):
                return False
            self.gone([row.upstream_id])
        await self._ledger.own.forget_conversation(self._app, user, row.id)
        await self._runs.news.publish(self._app, user, Changed(row.id))
        return True

    async def deleted(self, upstream_id: str, user: str, rated: Iterable[str] = ()) -> str:
        """Delete a conversation at the app, and what was thought of its answers: the kind of error for which it still
        has some of it, or nothing."""
        why = ""
        for number in range(1, TRIES + 1):
            try:
                await self._leaving.unrate(rated, user)
                await self._client.conversations.delete(upstream_id, user=user)
            except NotFound:
                return ""
            except (Busy, ServerFailed, TimedOut, Unreachable) as error:
                why = type(error).__name__
                if number < TRIES:
                    await asyncio.sleep(WAIT * number)
                continue
            except DifyError as error:
                return type(error).__name__
            return ""
        return why
