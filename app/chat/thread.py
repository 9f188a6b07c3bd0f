"""A conversation's turns, as they are read from the upstream and the ledger."""

from abc import abstractmethod
from dataclasses import replace

from app.chat.conversations import Conversations
from app.chat.faces import Faces
from app.chat.gone import Gone
from app.chat.handover import Handover
from app.chat.history import merge
from app.chat.inbox import Inbox
from app.chat.newcomers import Newcomers
from app.chat.page import Page
from app.chat.search import Search
from app.chat.turn_files import with_files
from app.dify import Client
from app.dify.errors import DifyError, NotFound
from app.dify.paging import older_messages
from app.ledger import Conversation, Ledger
from app.policy import Policy
from app.runs.registry import Runs
from app.uploads import Uploads

PAGE = 20


class Thread:
    """One app's conversations, of any user."""

    slug: str
    runs: Runs
    conversations: Conversations
    files: Uploads
    handover: Handover
    inbox: Inbox
    search: Search
    _client: Client
    _faces: Faces
    _ledger: Ledger
    _newcomers: Newcomers

    @property
    @abstractmethod
    def policy(self) -> Policy: ...

    async def open(self, user: str, conversation_id: str, before: Page | None = None, limit: int = PAGE) -> Page:
        """The thread's newest ``limit`` turns; with ``before``, as many older ones more.

        Where the upstream cannot be asked the ledger's turns are shown, and ``error`` says why. Raises
        :class:`Gone` for an id that is not this user's.
        """
        conversation = await self.conversations.found(user, conversation_id)
        page = await self.read_on(user, conversation, before, limit)
        return await self._page(user, conversation, page, ask=page.error is None)

    async def read_on(
        self, user: str, conversation: Conversation, before: Page | None, limit: int, *, learn: bool = True
    ) -> Page:
        """What :meth:`open` reads, before its turns are put together; it is found by the search where it is learned."""
        read = before.read if before else ()
        has_older, error = False, None
        if conversation.upstream_id:
            try:
                asked = conversation.upstream_user
                async with self._newcomers.alone(asked):
                    page = await older_messages(self._client, asked, conversation.upstream_id, read, limit)
                new = {item.id for item in page.data} - {item.id for item in read}
                allowed = [self.policy.allow(item) for item in page.data]
                read = (*allowed, *read)
                if learn:
                    await self.search.learn(conversation, allowed)
                has_older = page.has_more and bool(new)
            except NotFound:
                if before is None and not await self._ledger.messages(self.slug, user, conversation.id):
                    raise Gone from None
            except DifyError as failure:
                error, has_older = failure, before is not None and before.has_older
        return replace(before or Page(), has_older=has_older, read=read, error=error)

    async def reread(self, user: str, conversation_id: str, page: Page) -> Page:
        """The thread as the ledger has it now, over what was read from the upstream before. Raises :class:`Gone`."""
        return await self._page(user, await self.conversations.own(user, conversation_id), page)

    async def renewed(self, user: str, conversation_id: str, page: Page) -> Page:
        """As :meth:`reread`, with the ratings that were given since. Raises :class:`Gone`."""
        conversation = await self.conversations.own(user, conversation_id)
        rated = await self.inbox.ratings(conversation, page.read)
        return await self._page(user, conversation, replace(page, rated=rated))

    async def end_of(self, user: str, conversation_id: str) -> str | None:
        """The id of the app's last turn of the thread as it is shown, None without one. Raises :class:`Gone`."""
        page = await self.open(user, conversation_id)
        last = page.running or next((turn for turn in reversed(page.turns) if not turn.kind), None)
        return last.id if last else None

    async def _page(self, user: str, conversation: Conversation, page: Page, *, ask: bool = False) -> Page:
        rows = await self._ledger.messages(self.slug, user, conversation.id)
        if ask and any(step["kind"] == "node" for row in rows for step in row.thoughts):
            await self._faces.know_flow(conversation.upstream_user)
        rated, chosen, room = page.rated, conversation.chosen, self.runs.bounds.room
        turns = merge(page.read, rows, whole=not page.has_older, policy=self.policy, chosen=chosen, room=room)
        place = self.slug, user, conversation.id
        turns = await with_files(self.files, self._ledger, *place, turns, page.read, rows, room)
        running = next((turn for turn in turns if turn.status == "running"), None)
        shown = [replace(turn, rating=rated.get(turn.id, turn.rating)) for turn in turns if turn.status != "running"]
        standing = await self.handover.stands(conversation)
        return replace(page, name=conversation.name, turns=shown, running=running, standing=standing)

    async def choose(self, user: str, conversation_id: str, parent: str, turn_id: str) -> None:
        """Show that one of the turns that follow ``parent``, from now on."""
        await self._ledger.choose(await self.conversations.own(user, conversation_id), {parent: turn_id})
