"""Erasing all that one person has in an app because an operator wishes it: here at once, and at the app as soon as that
can be done."""

from collections.abc import AsyncIterator

from app.chat.erasing import Erasing
from app.chat.search import Search
from app.dify import Client, models
from app.dify.errors import DifyError
from app.ledger import Erasure, Ledger
from app.news import Changed, Erased, News

PAGE = 100  # conversations that are listed at once
SAVED = 20  # conversations after which it is recorded how far it is
FAILURES = 3  # one after the other, and the app is left alone until later
SLACK = 60.0  # seconds by which an app's clock may be ahead of ours
GONE = "NoSuchApp"  # why something is left of an app that this server does not serve any more


async def forget_here(ledger: Ledger, news: News, row: Erasure) -> list[str] | None:
    """Take all that is of ``row`` out of the ledger, once it is recorded what the app has of it: the ids upstream. None
    where it was asked for anew meanwhile."""
    app, user = row.app, row.user
    conversations, rated = await ledger.people.made(app, user), await ledger.people.rated(app, user)
    ours = {upstream_id: [upstream_id, by, *rated.get(id, [])] for id, upstream_id, by in conversations if upstream_id}
    row.left = [*ours.values(), *(one for one in row.left if one[0] not in ours)]
    row.count, row.begun = max(row.count, len(row.left), len(conversations)), True
    if not await ledger.erasures.keep(row):
        return None
    for id, *_ in conversations:
        await ledger.own.forget_conversation(app, user, id)
        await news.publish(app, user, Changed(id))
    await ledger.people.forget_rest(app, user, row.asked_at)
    await news.publish(app, user, Erased())
    return list(ours)


class Forgetting:
    """One app's part of it. Each try begins where the last one ended, in whatever process that was."""

    def __init__(self, client: Client, ledger: Ledger, news: News, erasing: Erasing, search: Search) -> None:
        self._client = client
        self._ledger = ledger
        self._news = news
        self._erasing = erasing
        self._search = search

    async def carry_on(self, row: Erasure) -> None:
        """Erase what can be erased now. What is left stands in the ledger afterwards, and why."""
        async with self._search.still(row.user):
            why = await self._list(row, row.asked_at + SLACK) if row.begun else await self._begin(row)
            if why is None:
                return
            left, failed = await self._delete(row)
        await self._ledger.erasures.end(row, left, failed or why)

    async def _begin(self, row: Erasure) -> str | None:
        """Learn what there is, and take away what is here. Why not all of it is known; None where another has begun."""
        quiet = await self._erasing.stop(row.user)
        row.unread = sorted({row.user, *row.unread, *await self._ledger.keeping.makers(row.app, row.user)})
        why = await self._list(row, float("inf"))
        if not quiet:  # What the end of an answer will tell of its conversation comes too late for the ledger.
            row.unread, why = sorted({*row.unread, row.user}), why or "Running"
        if (gone := await forget_here(self._ledger, self._news, row)) is None:
            return None
        self._erasing.gone(gone)
        return why

    async def _list(self, row: Erasure, until: float) -> str:
        """Add to what is left what the app lists of those users that it has not told of yet. Why it could not."""
        why = ""
        for user in list(row.unread):
            try:
                listed = [item.id async for item in self._listed(user) if item.created_at <= until]
            except DifyError as error:
                why = type(error).__name__
                continue
            known = {id for id, *_ in row.left}
            row.left = [*row.left, *([id, user] for id in listed if id not in known)]
            row.unread = [other for other in row.unread if other != user]
        row.count = max(row.count, len(row.left))
        return why

    async def _listed(self, user: str) -> AsyncIterator[models.Conversation]:
        after, seen, more = "", set[str](), True
        while more:
            page = await self._client.conversations.list(user=user, last_id=after, limit=PAGE)
            new = [item for item in page.data if item.id not in seen]
            seen |= {item.id for item in new}
            after, more = page.data[-1].id if page.data else "", page.has_more and bool(new)
            for item in new:
                yield item

    async def _delete(self, row: Erasure) -> tuple[list[list[str]], str]:
        """Delete at the app what is left there: what it still has then, and why."""
        left, waiting, why, failures = list[list[str]](), list(row.left), "", 0
        while waiting and failures < FAILURES:
            id, user, *rated = one = waiting.pop()
            if error := await self._erasing.deleted(id, user, rated):
                left, why, failures = [one, *left], error, failures + 1
                continue
            failures = 0
            # A list that was read meanwhile may have brought it back.
            if (back := await self._ledger.conversation(row.app, row.user, id, deleted=True)) is not None:
                await self._ledger.own.forget_conversation(row.app, row.user, back.id)
            if not len(waiting) % SAVED:
                row.left = [*waiting, *left]
                if not await self._ledger.erasures.keep(row):
                    break
        return [*waiting, *left], why
