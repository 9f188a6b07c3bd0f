"""What somebody sees of all apps together: how each is, and their own conversations across them."""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Mapping
from dataclasses import asdict, replace

from app.chat import Chat
from app.dify.errors import DifyError, TimedOut
from app.remedies import told, unforeseen
from app.views import AppCard, Found, FoundIn, InboxChoice, RecentRow

PATIENCE = 5.0  # seconds for which an app is waited for
RECENT = 8  # conversations that are shown
FOUND = 50  # results of a search


def card(chat: Chat) -> AppCard:
    """An app as the operator presents it, before it was asked anything."""
    shown = chat.branding
    name = shown.name or chat.slug
    return AppCard(chat.slug, name, shown.description, shown.icon or name[:1].upper(), icon_picture=shown.picture)


def choices(chats: Mapping[str, Chat]) -> list[InboxChoice]:
    """These apps by the operator's names, to choose from."""
    return [InboxChoice(slug, card(chat).name) for slug, chat in chats.items()]


async def answers(chats: Iterable[Chat], user: str) -> AsyncGenerator[list[AppCard], None]:
    """The apps as they present themselves, each as soon as it answers. One that fails, however it does, fails alone."""
    asking = {asyncio.create_task(asked(chat, user)): chat for chat in chats}
    waiting = set(asking)
    try:
        while waiting:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            yield [_answer(asking[task], task) for task in done]
    finally:
        for task in waiting:
            task.cancel()


def _answer(chat: Chat, task: asyncio.Task[AppCard]) -> AppCard:
    if (failure := task.exception()) is None:
        return task.result()
    unforeseen(failure, f"asking the app {chat.slug} for its card")
    return _away(chat)


async def asked(chat: Chat, user: str) -> AppCard:
    """An app as it presents itself, or that it cannot be reached."""
    try:
        async with asyncio.timeout(PATIENCE):
            face = await chat.face(user)
    except (DifyError, TimeoutError) as error:
        told(error if isinstance(error, DifyError) else TimedOut("for the portal"), app=chat.slug)
        return _away(chat)
    icon = face.icon, face.icon_background, face.icon_picture
    return AppCard(chat.slug, face.name or chat.slug, face.description, *icon, asked=True)


def _away(chat: Chat) -> AppCard:
    return replace(card(chat), asked=True, away=True)


async def recent(cards: Iterable[tuple[Chat, str]], user: str) -> list[RecentRow]:
    """This user's newest conversations of the apps, each with its name. Raises ``LedgerFailed``."""
    rows = [
        RecentRow(**asdict(row), app=chat.slug, app_name=name)
        for chat, name in cards
        for row in await chat.conversations.latest(user, RECENT)
    ]
    return sorted(rows, key=lambda row: row.at, reverse=True)[:RECENT]


async def found(cards: Iterable[tuple[Chat, str]], user: str, text: str) -> list[FoundIn]:
    """What the ledger has of ``text`` in any of the apps: titles first, then turns, each newest first.

    Raises :class:`~app.chat.SearchFailed`.
    """
    hits = [_in(chat, name, hit) for chat, name in cards for hit in await chat.search.find(user, text)]
    return sorted(hits, key=lambda hit: (bool(hit.turn_id), -hit.at))[:FOUND]


def _in(chat: Chat, name: str, hit: Found) -> FoundIn:
    named = (hit.conversation_id, hit.turn_id, hit.title, hit.text, hit.at, hit.asked)
    return FoundIn(*named, app=chat.slug, app_name=name)
