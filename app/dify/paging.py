"""Pages that overlap: what a server's paging would drop comes all the same.

Servers page by the second of a row: rows that share that of a page's edge, and were cut off, are never given. And the
row that a page was asked below may have moved to the top meanwhile, or may be gone.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from app.dify.client import Client
from app.dify.errors import NotFound
from app.dify.models import Message, MessagePage

LARGEST = 100  # rows that servers give at once
EDGES = 5  # rows that may be gone, one after another, before the list is read from its beginning


class Row(Protocol):
    @property
    def id(self) -> str: ...


class Rows(Protocol):
    @property
    def data(self) -> Sequence[Row]: ...
    @property
    def has_more(self) -> bool: ...


Page = TypeVar("Page", bound=Rows)


async def page_beyond(
    read: Sequence[tuple[str, float]], ask: Callable[[str, int], Awaitable[Page]], limit: int
) -> Page:
    """The page beyond what was ``read`` (ids with their times, in the order that leads back to the first page).

    ``ask(id, limit)`` gets the page beyond a row. The page returned has something new, unless there is no more. It may
    have rows that were read: merge by id. Raises :class:`NotFound` where every row is gone, or the list itself.
    """
    known = {id for id, _ in read}
    gone, page, missing = "", None, None
    for id, size in _ways(read, limit):
        if id and id == gone:
            continue
        try:
            page = await ask(id, size)
        except NotFound as error:
            gone, missing = id, error
            continue
        if not page.has_more or any(row.id not in known for row in page.data):
            return page
    if page is None:
        raise missing or NotFound("not_found", "Nothing was asked for.", 404)
    return page


def _ways(read: Sequence[tuple[str, float]], limit: int) -> Iterator[tuple[str, int]]:
    """What to ask for, until something new comes: above the oldest second that was read, then from its edge on."""
    if not read:
        yield "", limit
        return
    by_age = sorted(read, key=lambda row: row[1])
    above = next(_ids(row for row in by_age if row[1] > by_age[0][1]), "")
    if above:
        yield above, limit
    yield above, LARGEST
    yield from ((id, limit) for id in _ids(by_age[:EDGES]))
    yield "", LARGEST


def _ids(rows: Iterable[tuple[str, float]]) -> Iterator[str]:
    return (id for id, _ in rows)


async def older_messages(
    client: Client, user: str, conversation_id: str, read: Sequence[Message], limit: int
) -> MessagePage:
    """The newest page of a conversation's messages, or the one above what was ``read`` of them, oldest first."""

    async def ask(first_id: str, size: int) -> MessagePage:
        return await client.messages.list(conversation_id, user=user, first_id=first_id, limit=size)

    return await page_beyond([(item.id, item.created_at) for item in read], ask, limit)
