"""The part of the console's list that a tab shows: a window that moves over all lines, and never holds more than a few
pages of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.apps.inbox import Inbox
from app.ledger.inbox import COUNTED, Cursor, Filter
from app.views import InboxLine, Notice

PAGE = 50
MOST = 150  # lines; more only as far as one page of a search


@dataclass(frozen=True)
class Part:
    """A page of a search: where it was looked from, and how many lines that gave."""

    start: int | None
    count: int


@dataclass(frozen=True)
class Searched:
    """The pages of a search ``before`` the window and those in it, and where to look on beyond them."""

    before: tuple[Part, ...] = ()
    parts: tuple[Part, ...] = ()
    beyond: int | None = None


@dataclass(frozen=True)
class Window:
    """About ``first`` lines come before it. ``earlier`` and ``more`` say whether there are some before and behind.
    ``sought`` is the key of the conversation around which it is to be read, if one is."""

    lines: tuple[InboxLine, ...] = ()
    first: int = 0
    earlier: bool = False
    more: bool = False
    searched: Searched = Searched()
    sought: str = ""

    def put(self, now: Mapping[str, InboxLine | None], *, newest_first: bool) -> "Window | None":
        """What has become of some lines, by their keys, in their places; those that belong before or behind come with
        what is read next. None where it is better to read the window anew."""

        def place(line: InboxLine) -> tuple[float, str, str]:
            return line.at, line.id, line.app

        def precedes(one: InboxLine, other: InboxLine) -> bool:
            return (place(one) > place(other)) is newest_first

        lines, first = [line for line in self.lines if line.key not in now], self.first
        there = {line.key for line in self.lines}
        for line in filter(None, now.values()):
            if self.earlier and self.lines and precedes(line, self.lines[0]):
                first += line.key in there
            elif not (self.more and self.lines and precedes(self.lines[-1], line)):
                lines.append(line)
        if not lines and (self.earlier or self.more):
            return None
        lines.sort(key=place, reverse=newest_first)
        return replace(self, lines=tuple(lines[:MOST]), first=first, more=self.more or len(lines) > MOST)


class Listing:
    """The list of an agent's inbox as it is narrowed by a ``filter``, or what is found in that by a ``query``."""

    def __init__(self, inbox: Inbox, filter: Filter, query: str) -> None:
        self._inbox, self._filter, self._query = inbox, filter, query
        self.searches = query != ""

    async def begin(self, was: Window) -> Window:
        """The window that ``was``, read anew in its place, or around the conversation that is sought; of a search, and
        where there is nothing any more, the beginning of the list."""
        if self._query:
            return await self._further(Window())
        if was.sought:
            return await self._around(was.sought) or await self.begin(Window())
        if was.earlier and was.lines:
            lines, more = await self._inbox.page(self._filter, _cursor(was.lines[0]), len(was.lines), at=True)
            if lines:
                return replace(was, lines=tuple(lines), more=more)
        lines, more = await self._inbox.page(self._filter, None, max(PAGE, len(was.lines)))
        return Window(tuple(lines), more=more)

    async def on(self, was: Window) -> Window:
        """Moved a page on."""
        if self._query:
            return await self._further(was)
        found, more = await self._inbox.page(self._filter, _cursor(was.lines[-1]) if was.lines else None, PAGE)
        lines = [*was.lines, *_new(found, was)]
        gone = max(0, len(lines) - MOST)
        earlier = was.earlier or gone > 0
        return replace(was, lines=tuple(lines[gone:]), first=was.first + gone, earlier=earlier, more=more)

    async def back(self, was: Window) -> Window:
        """Moved a page back."""
        if self._query:
            return await self._nearer(was)
        if not was.lines:
            return await self.begin(Window())
        found, earlier = await self._inbox.page(self._filter, _cursor(was.lines[0]), PAGE, back=True)
        lines = [*_new(found, was), *was.lines]
        first = max(1, was.first - len(found)) if earlier else 0
        more = was.more or len(lines) > MOST
        return replace(was, lines=tuple(lines[:MOST]), first=first, earlier=earlier, more=more)

    async def count(self, window: Window) -> int | None:
        """How many lines there are, as far as they are counted; None where only reading on would tell."""
        if not window.more and (self._query or not window.earlier):
            return window.first + len(window.lines)
        return None if self._query else await self._inbox.count(self._filter)

    def told(self, window: Window, count: int | None) -> Notice:
        """The same in words."""
        if self._query:
            there = window.first + len(window.lines)
            return Notice("inbox_found_so_far" if count is None else "inbox_found", {"count": str(there)})
        if count is None:
            return Notice()
        many = count > COUNTED
        return Notice("inbox_many" if many else "inbox_count", {"count": str(min(count, COUNTED))})

    async def _around(self, key: str) -> Window | None:
        """A page of what comes before a conversation, and a page from it on; None where the list has it not."""
        app, _, id = key.partition(" ")
        if (line := await self._inbox.line(self._filter, app, id)) is None:
            return None
        before, earlier = await self._inbox.page(self._filter, _cursor(line), PAGE, back=True)
        lines, more = await self._inbox.page(self._filter, _cursor(line), PAGE, at=True)
        first = max(1, await self._ahead(line) - len(before)) if earlier else 0
        return Window((*before, *lines), first, earlier, more)

    async def _ahead(self, line: InboxLine) -> int:
        """How many lines come before that one, as far as they are counted."""
        if self._filter.oldest_first:
            return await self._inbox.count(replace(self._filter, until=line.at))
        return await self._inbox.count(replace(self._filter, since=line.at)) - 1

    async def _further(self, was: Window) -> Window:
        start = was.searched.beyond
        found, beyond = await self._inbox.found(self._filter, self._query, start)
        new, before = _new(found, was), list(was.searched.before)
        lines, parts = [*was.lines, *new], [*was.searched.parts, Part(start, len(new))]
        while len(lines) > MOST and len(parts) > 1:
            before.append(parts.pop(0))
            del lines[: before[-1].count]
        return _searched(lines, before, parts, beyond)

    async def _nearer(self, was: Window) -> Window:
        if not was.searched.before:
            return was
        *before, part = was.searched.before
        end, beyond, read = was.searched.parts[0].start, part.start, list[InboxLine]()
        while True:  # An index that was slower than before gives less of it at once.
            found, beyond = await self._inbox.found(self._filter, self._query, beyond)
            read += found
            if beyond is None or end is None or beyond <= end:
                break
        new = _new(read, was)
        lines, parts = [*new, *was.lines], [Part(part.start, len(new)), *was.searched.parts]
        further = was.searched.beyond
        while len(lines) > MOST and len(parts) > 1:
            gone = parts.pop()
            further = gone.start
            del lines[len(lines) - gone.count :]
        return _searched(lines, before, parts, further)


def _searched(lines: list[InboxLine], before: list[Part], parts: list[Part], beyond: int | None) -> Window:
    first = sum(part.count for part in before)
    return Window(tuple(lines), first, bool(before), beyond is not None, Searched(tuple(before), tuple(parts), beyond))


def _new(lines: list[InboxLine], was: Window) -> list[InboxLine]:
    """Those that the window has not, each once."""
    there = {line.key for line in was.lines}
    return list({line.key: line for line in lines if line.key not in there}.values())


def _cursor(line: InboxLine) -> Cursor:
    return Cursor(line.at, line.id, line.app)
