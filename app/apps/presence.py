"""Which agents look at a conversation of the console, and which of them write: each tab tells the others."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from uuid import uuid4

from app.news import Item, News, Place, Present
from app.views import InboxAgent

BEAT = 4.0  # seconds between two times that a tab tells others of itself
LOST = 2.5 * BEAT  # seconds after which a tab that says nothing is gone
WRITES = 6.0  # seconds for which somebody writes who has pressed a key


@dataclass(frozen=True)
class _Heard:
    of: Present
    at: float
    wrote: float = float("-inf")


class Presence:
    """One tab's, of the agent of that id and ``name``. Who is alone tells nobody; who comes is answered."""

    def __init__(
        self, news: News, app: str, conversation: str, agent: str, name: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.place: Place = "", f"console {app} {conversation}"
        self._news, self._clock = news, clock
        self._me = Present(uuid4().hex, agent, name)
        self._others: dict[str, _Heard] = {}
        self._told = 0.0

    async def tell(self, *, writes: bool = False, left: bool = False) -> None:
        """Tell the others that this one is there, or has ``left``."""
        self._told = self._clock()
        await self._news.publish(*self.place, replace(self._me, writes=writes, left=left))

    async def take(self, items: Iterable[Item]) -> None:
        """What was heard, which may be nothing."""
        others = [item for item in items if isinstance(item, Present) and item.agent != self._me.agent]
        new = {item.tab for item in others if not item.left} - self._others.keys()
        for item in others:
            self._hear(item)
        now = self._clock()
        self._others = {tab: heard for tab, heard in self._others.items() if now - heard.at < LOST}
        if new or (self._others and now - self._told >= BEAT):
            await self.tell()

    def _hear(self, item: Present) -> None:
        now, before = self._clock(), self._others.pop(item.tab, None)
        if not item.left:
            wrote = now if item.writes else before.wrote if before else float("-inf")
            self._others[item.tab] = _Heard(item, now, wrote)

    @property
    def others(self) -> list[InboxAgent]:
        """Each agent once, by name."""
        now, found = self._clock(), dict[str, InboxAgent]()
        for heard in self._others.values():
            writes = now - heard.wrote < WRITES
            known = found.get(heard.of.agent, InboxAgent())
            found[heard.of.agent] = InboxAgent(heard.of.name, known.writes or writes)
        return sorted(found.values(), key=lambda agent: agent.name)
