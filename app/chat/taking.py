"""Taking conversations along: a whole thread, read from the app page by page, and all threads of one person."""

import time
from collections.abc import Awaitable, Callable
from typing import Protocol

from app.chat.gone import Gone
from app.chat.page import Page
from app.dify import Client, models
from app.dify.errors import DifyError, NotFound
from app.dify.paging import older_messages
from app.export import Thread
from app.ledger import Conversation, Ledger
from app.policy import Policy
from app.views import AppFace

PAGE = 100  # rows of one request, the most that servers give


class Reading(Protocol):
    """What the chat does for it."""

    async def face(self, user: str) -> AppFace: ...

    async def reread(self, user: str, conversation_id: str, page: Page) -> Page: ...


class Taking:
    """One app's conversations, whole. Each call looks up what it is given under that user."""

    def __init__(
        self, app: str, client: Client, ledger: Ledger, policy: Callable[[], Policy], chat: Reading,
        introduce: Callable[[str], Awaitable[None]],
    ) -> None:  # fmt: skip
        self._app = app
        self._client = client
        self._ledger = ledger
        self._policy = policy
        self._chat = chat
        self._introduce = introduce

    async def thread(self, user: str, conversation_id: str, *, ask: bool = True) -> Thread:
        """The conversation from its beginning to its end, by the policy of whoever looks at the app.

        Where the upstream cannot be asked (or, without ``ask``, is not) it is what the ledger has. Raises
        :class:`Gone`.
        """
        conversation = await self._ledger.conversation(self._app, user, conversation_id)
        if conversation is None:
            raise Gone
        read, whole = await self._read(conversation) if ask else ((), not conversation.upstream_id)
        name = await self._name(user) if ask else ""  # First: what the app shows of a flow is known by it, too.
        page = await self._chat.reread(user, conversation.id, Page(read=read))
        turns = [*page.turns, *([page.running] if page.running else [])]
        return Thread(page.name, name, time.time(), tuple(turns), whole)

    async def own(self, user: str) -> tuple[list[str], bool]:
        """The ids of all conversations of this user, newest first, and whether the upstream told all that it has."""
        whole = await self._list(user)
        for visitor in await self._ledger.keeping.makers(self._app, user):
            whole &= await self._list(user, visitor)
        return await self._ledger.own.conversations(self._app, user), whole

    async def _list(self, user: str, made_by: str = "") -> bool:
        """Learn the whole list of this user, or of a visitor whose conversations they have kept."""
        after, seen = "", set[str]()
        await self._introduce(made_by or user)
        try:
            more = True
            while more:
                page = await self._client.conversations.list(user=made_by or user, last_id=after, limit=PAGE)
                new = [item for item in page.data if item.id not in seen]
                await self._ledger.learn(self._app, user, [self._policy().allow(item) for item in new], made_by)
                seen |= {item.id for item in new}
                after, more = page.data[-1].id if page.data else "", page.has_more and bool(new)
        except DifyError:
            return False
        return True

    async def _read(self, conversation: Conversation) -> tuple[tuple[models.Message, ...], bool]:
        """All that the upstream has of a conversation, oldest first, and whether it told all of it."""
        read: tuple[models.Message, ...] = ()
        if not conversation.upstream_id:
            return read, True
        asked = conversation.upstream_user
        await self._introduce(asked)
        try:
            more = True
            while more:
                page = await older_messages(self._client, asked, conversation.upstream_id, read, PAGE)
                known = {item.id for item in read}
                new = tuple(self._policy().allow(item) for item in page.data if item.id not in known)
                read, more = (*new, *read), page.has_more and bool(new)
        except NotFound:
            if not read and not await self._ledger.messages(self._app, conversation.user, conversation.id):
                raise Gone from None
        except DifyError:
            return read, False
        return read, True

    async def _name(self, user: str) -> str:
        try:
            return (await self._chat.face(user)).name
        except DifyError:
            return ""
