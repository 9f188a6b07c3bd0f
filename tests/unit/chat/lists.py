"""The list of conversations as a tab has it, and what its tabs are told."""

import asyncio

from app.chat import Chat
from app.chat.reading import Read
from app.news import Item
from app.views import ConversationRow
from tests.unit.chat.talks import ME
from tests.unit.runs.doubles import IDS

UP = IDS["conversation_id"]
NAME, DELETE = f"POST /v1/conversations/{UP}/name", f"DELETE /v1/conversations/{UP}"


async def rows(chat: Chat, read: Read | None = None, user: str = ME) -> list[ConversationRow]:
    return await chat.conversations.rows(user, read or Read())


async def ids(chat: Chat, read: Read | None = None, user: str = ME) -> list[str]:
    return [row.id for row in await rows(chat, read, user)]


async def line(chat: Chat, id: str) -> ConversationRow | None:
    return await chat.conversations.row(ME, id)


class Heard:
    """What the user's tabs are told."""

    def __init__(self, chat: Chat) -> None:
        self._news = chat.news.follow(chat.slug, ME)

    async def __aenter__(self) -> "Heard":
        assert await anext(self._news) == ()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._news.aclose()

    async def until(self, item: Item) -> None:
        async with asyncio.timeout(10):
            async for items in self._news:
                if item in items:
                    return
