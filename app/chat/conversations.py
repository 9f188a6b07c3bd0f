"""The list of a person's conversations, and what can be done with one: name, pin and archive it."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager, suppress
from typing import Any

from app.chat.gone import Gone
from app.chat.leaving import Leaving
from app.chat.reading import Piece, Read
from app.dify import Client, models
from app.dify.errors import DifyError, NotFound
from app.dify.paging import page_beyond
from app.ledger import Conversation, Ledger, LedgerFailed
from app.news import Changed
from app.policy import Role, allow
from app.runs.registry import LiveRun, Runs
from app.views import ConversationRow

PAGE = 20
OLDER = 100  # whoever scrolls on wants to see many


class Conversations:
    """Those of one app, for any user. ``alone`` guards a new user's first request."""

    def __init__(
        self, app: str, client: Client, ledger: Ledger, runs: Runs,
        alone: Callable[[str], AbstractAsyncContextManager[None]],
    ) -> None:  # fmt: skip
        self._app, self._client, self._ledger, self._runs = app, client, ledger, runs
        self._alone = alone
        self.leaving = Leaving(app, client, ledger, runs)
        self._tasks: set[asyncio.Task[None]] = set()

    async def newest(self, user: str, made_by: str = "") -> Piece:
        """Learn the first page of the upstream's list, or of that of ``made_by``, whose conversations this user has
        kept. Raises :class:`DifyError`."""
        async with self._alone(made_by or user):
            page = await self._page(made_by or user, "", PAGE)
        return await self._learn(user, page, made_by)

    async def older(self, user: str, read: Read) -> Piece:
        """Learn the page beyond what was ``read``. Raises :class:`DifyError`."""

        async def ask(last_id: str, limit: int) -> models.ConversationPage:
            return await self._page(user, last_id, limit)

        return await self._learn(user, await page_beyond(list(read.times.items())[::-1], ask, OLDER))

    async def _page(self, user: str, last_id: str, limit: int) -> models.ConversationPage:
        return await self._client.conversations.list(user=user, last_id=last_id, limit=limit)

    async def _learn(self, user: str, page: models.ConversationPage, made_by: str = "") -> Piece:
        rows = [item for item in page.data if item.id not in self.leaving.gone]
        await self._ledger.learn(self._app, user, [allow(Role.VISITOR, item) for item in rows], made_by)
        times = {item.id: float(item.updated_at or item.created_at) for item in page.data}
        return Piece(times, page.has_more and bool(page.data))

    async def rows(self, user: str, read: Read) -> list[ConversationRow]:
        """What the ledger has of the list as far as it was ``read``, newest first; all of it where nothing was.

        Pinned and archived conversations are there however old they are.
        """
        running = await self._running(user)
        rows = await self._ledger.conversations(self._app, user, since=read.since)
        return [_line(row, row.id in running) for row in rows]

    async def latest(self, user: str, most: int) -> list[ConversationRow]:
        """The newest lines of the list, as the ledger has them."""
        running = await self._running(user)
        return [_line(row, row.id in running) for row in await self._ledger.latest(self._app, user, most)]

    async def row(self, user: str, id: str) -> ConversationRow | None:
        """One line of the list by our id, None where there is none."""
        row = await self._ledger.conversation(self._app, user, id, deleted=True)
        return _line(row, row.id in await self._running(user)) if row is not None and row.id == id else None

    async def own(self, user: str, id: str) -> Conversation:
        """The conversation of that id, ours or the upstream's. Raises :class:`Gone` where it is not this user's."""
        conversation = await self._ledger.conversation(self._app, user, id)
        if conversation is None:
            raise Gone
        return conversation

    async def found(self, user: str, id: str) -> Conversation:
        """The same; one that is not known here is looked for among the upstream's newest, where it may have begun."""
        with suppress(Gone):
            return await self.own(user, id)
        with suppress(DifyError):
            await self.newest(user)
        return await self.own(user, id)

    async def rename(self, user: str, id: str, name: str) -> None:
        """Raises :class:`Gone` and :class:`DifyError`. One that the upstream does not know yet is named there later."""
        row = await self.own(user, id)
        if row.upstream_id:
            await self._rename_upstream(row, name=name)
        else:
            self._spawn(self._rename_later(user, row.id, name))
        await self._mark(row, name=name)

    async def make_title(self, user: str, id: str) -> None:
        """Let the app name a conversation. Raises :class:`Gone` and :class:`DifyError`."""
        row = await self.own(user, id)
        if not row.upstream_id:
            raise Gone
        renamed = await self._rename_upstream(row, auto_generate=True)
        if renamed.name:
            await self._mark(row, name=renamed.name)

    async def _rename_upstream(self, row: Conversation, **wanted: Any) -> models.Conversation:
        try:
            return await self._client.conversations.rename(row.upstream_id or "", user=row.upstream_user, **wanted)
        except NotFound:
            raise Gone from None

    async def _rename_later(self, user: str, id: str, name: str) -> None:
        """Its first answer is being written, and the app names it at the end."""
        await self._runs.quiet(self._app, user, id)
        with suppress(Gone, DifyError, LedgerFailed):
            row = await self.own(user, id)
            if row.upstream_id:
                await self._rename_upstream(row, name=name)
                await self._mark(row, name=name)

    async def pin(self, user: str, id: str, pinned: bool) -> None:
        """Keep it at the top of the list, or no more. What is pinned is in no archive. Raises :class:`Gone`."""
        await self._mark(await self.own(user, id), pinned=pinned, **({"archived": False} if pinned else {}))

    async def archive(self, user: str, id: str, archived: bool) -> None:
        """Put it away, or back into the list. Raises :class:`Gone`."""
        await self._mark(await self.own(user, id), archived=archived, **({"pinned": False} if archived else {}))

    async def see(self, user: str, id: str) -> None:
        """Its person is looking at it now. Raises :class:`Gone`."""
        row = await self.own(user, id)
        if row.answered_at > row.seen_at:
            await self._mark(row, seen_at=row.answered_at)

    def await_title(self, run: LiveRun) -> None:
        """Read the list once more when a run's stream has closed: the app may have named its conversation."""
        self._spawn(self._learn_title(run))

    async def _learn_title(self, run: LiveRun) -> None:
        await run.closed.wait()
        with suppress(DifyError, LedgerFailed):
            await self.newest(run.row.user, run.row.made_by)
            await self._runs.news.publish(self._app, run.row.user, Changed(run.row.conversation_id))

    async def ended(self) -> None:
        """Wait until the titles and names that running answers hold up have been learned and given."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Cancel every task."""
        await self.leaving.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _mark(self, row: Conversation, **values: Any) -> None:
        await self._ledger.mark(row, **values)
        await self._tell(row)

    async def _tell(self, row: Conversation) -> None:
        await self._runs.news.publish(self._app, row.user, Changed(row.id))

    async def _running(self, user: str) -> set[str]:
        runs = await self._runs.of_user(self._app, user)
        return {run.row.conversation_id for run in runs if not run.recorded}

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _line(row: Conversation, running: bool) -> ConversationRow:
    return ConversationRow(
        id=row.id,
        name=row.name,
        at=row.updated_at,
        pinned=row.pinned,
        archived=row.archived,
        running=running,
        unread=not running and row.answered_at > row.seen_at,
        leaving=row.deleted_at is not None,
        spoken=row.spoken_at,
    )
