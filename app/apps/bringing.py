"""Bringing conversations into the inbox that the app has and nobody has opened here."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from app.apps.serving import Serving
from app.news import CONSOLE, Moved

MOST = 500  # conversations of one user


@dataclass(frozen=True)
class Brought:
    """How far it is: ``read`` of ``count`` conversations. Once it has ``ended`` those are what there is now of the
    user, and ``newest`` one of them; ``whole`` is false where the app could not be asked for all, and ``more`` says
    that it has older ones."""

    count: int = 0
    read: int = 0
    ended: bool = False
    whole: bool = True
    more: bool = False
    newest: str = ""


class Bringing(Serving):
    async def bring(self, app: str, user: str) -> AsyncGenerator[Brought, None]:
        """Learn all that an app has of a user, for as long as it is followed. Raises ``Gone``, ``DifyError`` where the
        app cannot be asked and nothing is here, and ``LedgerFailed``."""
        chat, whole, more, error = self.chat(app), True, False, None
        async with aclosing(chat.search.looked_through(user)) as steps:
            async for walk in steps:
                whole, more, error = walk.whole, walk.more, walk.error
                yield Brought(walk.count, walk.read)
        there = await chat.conversations.latest(user, MOST)
        for row in there:
            await chat.news.publish(*CONSOLE, Moved(chat.slug, row.id))
        if error and not there:
            raise error
        count = len(there)
        yield Brought(count, count, ended=True, whole=whole, more=more, newest=there[0].id if there else "")
