"""Who follows a user's news, and what waits to be told. An item names what changed; the ledger has what it is now."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Collection
from dataclasses import dataclass, field
from typing import Protocol

MOST = 1_000  # items that wait for one follower; of a slower one the oldest are dropped, and its next page has them
BEAT = 30.0  # seconds after which a follower hears that there is nothing, and can see whether anybody still listens


@dataclass(frozen=True)
class Changed:
    """The line of that conversation in the list: another name, a mark, a place; or it is there no more."""

    conversation: str


@dataclass(frozen=True)
class Awaited:
    """Whether somebody is there for the person who waits in that conversation is another than before."""

    conversation: str


@dataclass(frozen=True)
class Rated:
    """A turn has another rating: ``like``, ``dislike`` or none."""

    turn: str
    rating: str


@dataclass(frozen=True)
class Stayed:
    """A conversation of that name could not be deleted."""

    name: str


@dataclass(frozen=True)
class Kept:
    """All of a visitor's is somebody else's from now on: whoever they have signed in as."""


@dataclass(frozen=True)
class Erased:
    """All of this user's was erased by an operator."""


@dataclass(frozen=True)
class Hosted:
    """The server has other apps than before. Told at :data:`EVERYBODY`."""


@dataclass(frozen=True)
class Moved:
    """Somebody's conversation in that app is another than before, or there no more. Told at :data:`CONSOLE`."""

    app: str
    conversation: str


@dataclass(frozen=True)
class Present:
    """An agent looks at a conversation of the console in a ``tab`` of theirs, which has a name of its own; or has
    ``left`` it."""

    tab: str
    agent: str
    name: str = ""
    writes: bool = False
    left: bool = False


Item = Changed | Awaited | Rated | Stayed | Kept | Erased | Hosted | Moved | Present
Place = tuple[str, str]  # an app and a user of it
EVERYBODY: Place = "", ""
CONSOLE: Place = "", "console"  # of service agents, who are also told of whatever a person is told has changed


class News(Protocol):
    """Where news travels. In memory for one process; another way for many."""

    async def publish(self, app: str, user: str, item: Item) -> None: ...

    def follow(self, app: str, user: str, beat: float = BEAT) -> AsyncGenerator[tuple[Item, ...], None]:
        """What is published from the first yield on, which is empty, as is one after ``beat`` seconds of silence.

        Items that wait are given together, equal ones once, so that a slow follower holds no queue.
        """
        ...

    def follow_all(self, places: Collection[Place], beat: float = BEAT) -> AsyncGenerator[tuple[Item, ...], None]:
        """The same of several places, whatever the app."""
        ...

    def close(self) -> None:
        """No more news: every follower ends."""
        ...


@dataclass(eq=False)
class _Inbox:
    items: dict[Item, None] = field(default_factory=dict)
    filled: asyncio.Event = field(default_factory=asyncio.Event)


class MemoryNews:
    """The news of one process."""

    def __init__(self) -> None:
        self._inboxes: defaultdict[tuple[str, str], set[_Inbox]] = defaultdict(set)
        self._closed = False

    async def publish(self, app: str, user: str, item: Item) -> None:
        self._give((app, user), item)
        if isinstance(item, Changed):
            self._give(CONSOLE, Moved(app, item.conversation))

    def _give(self, place: Place, item: Item) -> None:
        for inbox in self._inboxes.get(place, ()):
            inbox.items.pop(item, None)
            inbox.items[item] = None
            if len(inbox.items) > MOST:
                del inbox.items[next(iter(inbox.items))]
            inbox.filled.set()

    def follow(self, app: str, user: str, beat: float = BEAT) -> AsyncGenerator[tuple[Item, ...], None]:
        return self.follow_all([(app, user)], beat)

    async def follow_all(self, places: Collection[Place], beat: float = BEAT) -> AsyncGenerator[tuple[Item, ...], None]:
        inbox = _Inbox()
        for place in places:
            self._inboxes[place].add(inbox)
        try:
            yield ()
            while not self._closed:
                try:
                    async with asyncio.timeout(beat):
                        await inbox.filled.wait()
                except TimeoutError:
                    pass
                items, inbox.items = tuple(inbox.items), {}
                inbox.filled.clear()
                yield items
        finally:
            for place in places:
                self._inboxes[place].discard(inbox)
                if not self._inboxes[place]:
                    del self._inboxes[place]

    def close(self) -> None:
        self._closed = True
        for inboxes in self._inboxes.values():
            for inbox in inboxes:
                inbox.filled.set()
