"""Searching one's conversations: what is found in the index, and how older conversations come into it."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Container, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from app.chat.history import nodes
from app.chat.inbox import Inbox
from app.dify import Client, models
from app.dify.errors import DifyError, NotFound
from app.dify.paging import older_messages
from app.ledger import Conversation, Entry, Hit, Ledger, LedgerFailed, Message
from app.policy import Policy
from app.search import Term, marked, parse, snippet, terms_in
from app.views import Found, Piece

PAGE = 100  # the most that the API gives at once
LISTED = 5  # pages of conversations that are looked through at most
LONGEST = 50  # pages of one conversation
PAUSE = 0.05  # seconds between two requests: nobody else's chat has to wait for a search
BEAT = 1.0  # seconds after which whoever waits is told that nothing has moved
AGAIN = 60.0  # seconds before the conversations of somebody are looked through once more

WALKS = 10_000  # users whose last walk is known

log = logging.getLogger(__name__)


class SearchFailed(Exception):
    """The index could not be asked."""


@dataclass
class Walk:
    """Somebody's conversations are being looked through. ``moved`` is set, and another made, with each that was: of
    ``count`` of them ``read`` are. ``whole`` is false where the app could not be asked for some, and ``error`` why it
    could not be for the list; ``more`` says that it has older ones than are looked through.

    ``waiting`` are those who do not want it any more once they are gone, unless it is ``wanted``.
    """

    moved: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None
    ended: float | None = None
    whole: bool = True
    count: int = 0
    read: int = 0
    error: DifyError | None = None
    more: bool = False
    waiting: int = 0
    wanted: bool = False

    def step(self) -> None:
        self.moved.set()
        self.moved = asyncio.Event()


class Search:
    """One app's. The walks belong to the server: one a user at a time, ended by :meth:`close`.

    ``gone`` are the upstream's ids of deleted conversations, which a list that was read before may still have.
    """

    def __init__(
        self, slug: str, client: Client, ledger: Ledger, introduce: Callable[[str], Awaitable[None]],
        policy: Callable[[], Policy], gone: Container[str], inbox: Inbox,
    ) -> None:  # fmt: skip
        self._slug = slug
        self._client = client
        self._ledger = ledger
        self._introduce = introduce
        self._policy = policy
        self._gone = gone
        self._inbox = inbox
        self._walks: dict[str, Walk] = {}
        self._still = Counter[str]()

    async def find(self, user: str, text: str) -> list[Found]:
        """What has all words of ``text``: titles first, then turns, each newest first.

        Raises :class:`SearchFailed`.
        """
        terms = parse(text)
        try:
            titles, turns = await self._ledger.search.find(self._slug, user, terms)
        except LedgerFailed as error:
            log.exception("a search failed")
            raise SearchFailed from error
        return await asyncio.to_thread(lambda: [_found(hit, terms) for hit in (*titles, *turns)])

    def look_through(self, user: str) -> Walk:
        """Begin to bring older conversations into the index, unless that is being done, or was a moment ago."""
        walk = self._begun(user)
        walk.wanted = True
        return walk

    async def looked_through(self, user: str) -> AsyncGenerator[Walk, None]:
        """The same for as long as it is followed, told with each conversation and at least every second. What could not
        be asked for is asked for at once again."""
        walk = self._begun(user, again=True)
        walk.waiting += 1
        try:
            while True:
                moved = walk.moved
                yield walk
                if walk.ended is not None:
                    return
                with suppress(TimeoutError):
                    await asyncio.wait_for(moved.wait(), BEAT)
        finally:
            walk.waiting -= 1
            if walk.task and walk.ended is None and not walk.waiting and not walk.wanted:
                walk.whole = False
                self._walks.pop(user, None)
                walk.task.cancel()

    def _begun(self, user: str, *, again: bool = False) -> Walk:
        if self._still[user]:
            return Walk(ended=time.monotonic())
        walk = self._walks.get(user)
        late = walk and walk.ended is not None and time.monotonic() - walk.ended > AGAIN
        if walk is None or late or (again and walk.ended is not None and not walk.whole):
            walk = self._walks[user] = Walk()
            self._forget_some()
            walk.task = asyncio.create_task(self._walk(user, walk))
        return walk

    @asynccontextmanager
    async def still(self, user: str) -> AsyncIterator[None]:
        """Nothing of this user is looked through meanwhile, so that nothing that is erased comes back."""
        self._still[user] += 1
        try:
            walk = self._walks.pop(user, None)
            if walk is not None and walk.task is not None:
                walk.whole = False
                walk.task.cancel()
                await asyncio.gather(walk.task, return_exceptions=True)
            yield
        finally:
            self._still -= Counter([user])

    async def close(self) -> None:
        tasks = [walk.task for walk in self._walks.values() if walk.task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def learn(self, conversation: Conversation, read: Sequence[models.Message]) -> None:
        """Index turns as they were ``read`` from the upstream, cut to what may be seen. They can be read without."""
        rows = await self._ledger.messages(conversation.app, conversation.user, conversation.id)
        try:
            await self._ledger.search.put(conversation.app, conversation.user, self._entries(conversation, read, rows))
            await self._inbox.read(conversation, read, rows)
        except LedgerFailed:
            log.exception("what was read of a conversation could not be recorded")

    def _entries(
        self, conversation: Conversation, read: Sequence[models.Message], rows: Sequence[Message]
    ) -> list[Entry]:
        """The turns that were read, with what the ledger knows of them. With none read, those that it has."""
        ids = {item.id for item in read}
        rows = [row for row in rows if not read or row.upstream_id in ids]
        turns = [node.turn for node in nodes(read, rows, self._policy()) if not node.gone]
        return [
            Entry(conversation.id, turn.id, turn.question, turn.answer, turn.at)
            for turn in turns
            if turn.status != "running" and turn.kind not in ("called", "came", "left")
        ]

    def _forget_some(self) -> None:
        """Of those who searched before many others have, nothing is kept: they are looked through anew."""
        if len(self._walks) > WALKS:
            ended = next((user for user, walk in self._walks.items() if walk.ended is not None), None)
            self._walks.pop(ended or "", None)

    async def _walk(self, user: str, walk: Walk) -> None:
        try:
            walk.whole = await self._list(user, walk)
            there = await self._ledger.search.unread(self._slug, user, LISTED * PAGE)
            walk.count = len(there)
            walk.step()
            for conversation in there:
                walk.whole = await self._look_through(conversation, walk.whole)
                walk.read += 1
                walk.step()
        except LedgerFailed:
            walk.whole = False
            log.exception("the conversations of somebody could not be looked through")
        finally:
            walk.ended = time.monotonic()
            walk.step()

    async def _list(self, user: str, walk: Walk) -> bool:
        """Learn which conversations there are. False where the app could not be asked."""
        after = ""
        try:
            await self._introduce(user)
            for _ in range(LISTED):
                page = await self._client.conversations.list(user=user, last_id=after, limit=PAGE)
                listed = [self._policy().allow(item) for item in page.data if item.id not in self._gone]
                await self._ledger.learn(self._slug, user, listed)
                walk.more = page.has_more and bool(page.data)
                if not walk.more:
                    break
                after = page.data[-1].id
                await asyncio.sleep(PAUSE)
        except DifyError as error:
            walk.error = error
            return False
        return True

    async def _look_through(self, conversation: Conversation, ask: bool) -> bool:
        """Index a conversation's turns, the newest first. False where the app cannot be asked (any more)."""
        rows = await self._ledger.messages(conversation.app, conversation.user, conversation.id)
        own = self._entries(conversation, (), rows)
        await self._ledger.search.put(conversation.app, conversation.user, own, renew=False)
        if conversation.upstream_id:
            try:
                if not ask:
                    return False
                await self._read(conversation, conversation.upstream_id, rows)
            except NotFound:
                pass  # It is gone there: what the ledger has is all there is.
            except DifyError:
                return False
        await self._ledger.search.read(conversation)
        return ask

    async def _read(self, conversation: Conversation, upstream_id: str, rows: Sequence[Message]) -> None:
        """Index what the app has of a conversation; of one that was read before, what has come since."""
        app, user, asked = conversation.app, conversation.user, conversation.upstream_user
        before = await self._ledger.search.was_read(conversation)
        read: tuple[models.Message, ...] = ()
        for _ in range(LONGEST):
            page = await older_messages(self._client, asked, upstream_id, read, PAGE)
            known = {old.id for old in read}
            new = [self._policy().allow(item) for item in page.data if item.id not in known]
            changed = new and await self._ledger.search.put(app, user, self._entries(conversation, new, rows))
            await self._inbox.read(conversation, new, rows)
            read = (*new, *read)
            if not page.has_more or not new or (before and not changed):
                return
            await asyncio.sleep(PAUSE)


def _found(hit: Hit, terms: Sequence[Term]) -> Found:
    entry = hit.entry
    title = [Piece(*piece) for piece in marked(hit.title, terms)]
    if not entry.turn_id:
        return Found(entry.conversation_id, title=title, at=entry.at)
    asked = terms_in(entry.question, terms) >= terms_in(entry.answer, terms)
    text = [Piece(*piece) for piece in snippet(entry.question if asked else entry.answer, terms)]
    return Found(entry.conversation_id, entry.turn_id, title, text, entry.at, asked)
