"""Erasing all that one person has, in all apps together: an operator wishes it, and some process does it."""

from contextlib import AbstractAsyncContextManager

from app.apps.apps import Apps, NoSuchApp
from app.background import background, looking
from app.chat.forgetting import GONE, forget_here
from app.ledger import Erasure, Ledger
from app.ledger.remnants import ANNOTATION, Remnant
from app.news import News

LOOK = 2.0  # seconds between two looks at what is to be erased


class People:
    """``apps`` are the server's, whoever may see them."""

    def __init__(self, ledger: Ledger, apps: Apps, news: News) -> None:
        self._ledger = ledger
        self._apps = apps
        self._news = news

    async def carry_on(self) -> bool:
        """Erase of one person what can be erased of one app, or else something that an app still has of somebody. False
        where nothing is due."""
        if (row := await self._ledger.erasures.take()) is not None:
            await self._erase(row)
        elif (remnant := await self._ledger.remnants.take()) is not None:
            why = await self._still_there(remnant)
            await self._ledger.remnants.tried(remnant.app, remnant.kind, remnant.id, why)
        else:
            return False
        return True

    async def _erase(self, row: Erasure) -> None:
        try:
            chat = self._apps.at(row.app)
        except NoSuchApp:
            await self._without_the_app(row)
        else:
            await chat.forgetting.carry_on(row)

    async def _still_there(self, row: Remnant) -> str:
        """Have the app take it away: why it still has it, or nothing."""
        try:
            chat = self._apps.at(row.app)
        except NoSuchApp:
            return GONE
        if row.kind == ANNOTATION:
            return await chat.corrections.taken_back(row.id)
        return await chat.privately.deleted(row.id)

    async def _without_the_app(self, row: Erasure) -> None:
        """What an app has that is served no more can be erased once it is served again."""
        if row.begun or await forget_here(self._ledger, self._news, row) is not None:
            await self._ledger.erasures.end(row, row.left, GONE)


def erased(people: People) -> AbstractAsyncContextManager[None]:
    """While the server runs, what is to be erased is, and what is left is tried again."""

    async def look() -> None:
        while await people.carry_on():
            pass

    return background(looking(look, LOOK, "what is to be erased could not be"))


async def wish(ledger: Ledger, user: str, apps: list[str], *, whole: bool) -> None:
    """Let all that this user has in these apps be erased; as a ``whole`` their account and sessions go at once."""
    if whole:
        await ledger.people.forget(user)
    for app in apps:
        await ledger.erasures.ask(app, user)
