"""Deleting a conversation: it leaves the list at once, can be had back for a while, and then goes for good."""

import asyncio
import time
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from app.chat.gone import Gone
from app.dify import Client
from app.dify.errors import DifyError, InvalidRequest, NotFound
from app.ledger import Conversation, Ledger
from app.news import Changed, Stayed
from app.runs.registry import Runs

UNDO = 7.0  # seconds in which it can be had back
GONE = 1000  # upstream ids that are remembered: a list that was read meanwhile may still have them


class Leaving:
    """Those that are about to go wait in tasks of the server's; the ledger knows them when it starts anew."""

    def __init__(self, app: str, client: Client, ledger: Ledger, runs: Runs) -> None:
        self._app, self._client, self._ledger, self._runs = app, client, ledger, runs
        self.gone: deque[str] = deque(maxlen=GONE)
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def delete(self, user: str, id: str) -> None:
        """Take it out of the list; a running answer ends. It is gone for good after :data:`UNDO` seconds.

        Raises :class:`Gone`.
        """
        row = await self._ledger.conversation(self._app, user, id)
        if row is None:
            raise Gone
        await self._mark(row, deleted_at=time.time())
        self._begin(row, UNDO)
        for run in await self._runs.of_user(self._app, user):
            if run.row.conversation_id == row.id and not run.shown:
                await self._runs.stop(run)

    async def restore(self, user: str, id: str) -> None:
        """Take a deletion back. Raises :class:`Gone` where it is too late."""
        row = await self._ledger.conversation(self._app, user, id, deleted=True)
        if row is None or not await self._ledger.move_deletion(row, None):
            raise Gone
        if (task := self._waiting.pop(row.id, None)) is not None:  # Another process may have it.
            task.cancel()
        await self._tell(row)

    async def resume(self) -> None:
        """At the start: what was deleted when the last process ended still has to go."""
        for row in await self._ledger.deleted(self._app):
            left = UNDO - (time.time() - (row.deleted_at or 0.0))
            self._begin(row, min(UNDO, max(0.0, left)))

    async def _leave(self, deleted: Conversation, wait: float) -> None:
        await asyncio.sleep(wait)
        self._waiting.pop(deleted.id, None)
        await self._runs.quiet(self._app, deleted.user, deleted.id)
        row = await self._ledger.again(deleted)
        if row is None or row.deleted_at is None:
            return  # It was had back, in another process.
        if row.deleted_at and not await self._ledger.move_deletion(row, 0.0):
            return
        try:
            await self.delete_upstream(row)
        except DifyError:
            await self._mark(row, deleted_at=None)
            await self._runs.news.publish(self._app, row.user, Stayed(row.name))
            return
        await self._ledger.forget(row)
        await self._tell(row)

    async def delete_upstream(self, row: Conversation) -> None:
        """No list that was read meanwhile brings it back. Raises :class:`DifyError`."""
        if not row.upstream_id:
            return
        self.gone.append(row.upstream_id)
        try:
            await self.unrate(await self._ledger.inbox.ratings(row), row.upstream_user)
            await self._client.conversations.delete(row.upstream_id, user=row.upstream_user)
        except NotFound:
            return  # Gone already: all is as it was wished.
        except DifyError:
            self.gone.remove(row.upstream_id)
            raise

    async def unrate(self, message_ids: Iterable[str], user: str) -> None:
        """Take back what this user thought of answers: a server may keep that for longer than their conversation, and
        tells it of all users together. Raises :class:`DifyError`."""
        for id in message_ids:
            with suppress(InvalidRequest, NotFound):  # There is no such rating any more.
                await self._client.messages.rate(id, None, user=user)

    async def close(self) -> None:
        """Cancel every task; what is about to go does so after the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, row: Conversation, wait: float) -> None:
        task = self._waiting[row.id] = asyncio.create_task(self._leave(row, wait))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _mark(self, row: Conversation, **values: Any) -> None:
        await self._ledger.mark(row, **values)
        await self._tell(row)

    async def _tell(self, row: Conversation) -> None:
        await self._runs.news.publish(self._app, row.user, Changed(row.id))
