"""A file's bytes from the upstream: by its preview where the server has one, else by the signed address.

Signed addresses live 300 s. One that was refused is renewed once, by reading its message again. A server shows an
upload to nobody before a message has it, so one whose question is on its way is asked for until the question is there.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from weakref import WeakValueDictionary

from app.dify import Client, errors, models
from app.dify.body import Body
from app.dify.errors import DifyError
from app.dify.paging import older_messages
from app.ledger import File, Ledger

PAGE = 100
PAGES = 10  # of which a message is looked for before it counts as gone
SOON = 0.1  # seconds after which an upload is asked for again, and twice as long each time after that
LATER = 1.0  # the longest of these

OnItsWay = Callable[[str, str], Awaitable[bool]]


class FileGone(Exception):
    """No file of that id is this user's, or there is none any more to show or to send: all look the same."""


@dataclass(frozen=True)
class Opened:
    """A file, and its bytes as they come."""

    row: File
    body: Body


class Opening:
    """``on_its_way`` tells of a user's turn whether the app may not have its question yet."""

    def __init__(self, app: str, client: Client, ledger: Ledger, on_its_way: OnItsWay) -> None:
        self._app = app
        self._client = client
        self._ledger = ledger
        self._on_its_way = on_its_way
        self._renewing: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def open(self, user: str, file_id: str, part: str) -> AsyncGenerator[Opened, None]:
        """As ``Uploads.open``."""
        row = (await self._ledger.files.own(self._app, user, [file_id])).get(file_id)
        if row is None or row.source == "remote_url":
            raise FileGone
        async with AsyncExitStack() as stack:
            if row.source == "kept":
                yield Opened(row, self._kept(row, part))
                return
            yield Opened(row, await self._entered(stack, user, row, part))

    def _kept(self, row: File, part: str) -> Body:
        """What the ledger keeps itself."""
        start, end = span(part, row.size)
        whole = (start, end) == (0, row.size)
        named = "" if whole else f"bytes {start}-{end - 1}/{row.size}"
        chunks, status = self._ledger.pieces.read(row, start, end), 200 if whole else 206
        return Body(row.mime_type, chunks, size=end - start, status=status, part=named, parts=True)

    async def _entered(self, stack: AsyncExitStack, user: str, row: File, part: str) -> Body:
        wait = SOON
        while True:
            # One with an address has been with a message of the app's.
            early = not row.url and row.message_id is not None and await self._on_its_way(user, row.message_id)
            if (body := await self._tried(stack, row, part)) is not None:
                return body
            if not early:
                break
            await asyncio.sleep(wait)
            wait = min(2 * wait, LATER)
        url = await self._renewed(user, row)
        if not url:
            raise FileGone
        return await stack.enter_async_context(_of_its_kind(row, self._client.fetch(url, part=part)))

    async def _tried(self, stack: AsyncExitStack, row: File, part: str) -> Body | None:
        """The bytes by the ways that are known; None where each was refused."""
        ways = [self._client.fetch(row.url, part=part)] if row.url else []
        if row.source == "upload" and row.upstream_id:
            ways.insert(0, self._client.files.preview(row.upstream_id, part=part))
        for way in ways:
            try:
                return await stack.enter_async_context(_of_its_kind(row, way))
            except DifyError as error:
                if not _refuses(error):
                    raise
        return None

    async def _renewed(self, user: str, row: File) -> str:
        """A fresh address; nothing where there is none. Of many that ask for one conversation, one reads it."""
        if not row.conversation_id or not row.message_id:
            return ""
        lock = self._renewing.setdefault((user, row.conversation_id), asyncio.Lock())
        async with lock:
            now = (await self._ledger.files.own(self._app, user, [row.id])).get(row.id)
            if now is not None and now.url != row.url:
                return now.url
            return await self._read_again(user, row, row.conversation_id, row.message_id)

    async def _read_again(self, user: str, row: File, conversation_id: str, message_id: str) -> str:
        conversation = await self._ledger.conversation(self._app, user, conversation_id)
        if conversation is None or not conversation.upstream_id:
            return ""
        turns = await self._ledger.messages(self._app, user, conversation.id)
        ours = {turn.upstream_id: turn.id for turn in turns if turn.upstream_id}
        read: list[models.Message] = []
        for _ in range(PAGES):
            page = await older_messages(self._client, conversation.upstream_user, conversation.upstream_id, read, PAGE)
            seen = {item.id for item in read}
            new = {ours.get(item.id, item.id): item for item in page.data if item.id not in seen}
            learned = await self._ledger.files.learn(
                self._app, user, conversation.id, {id: item.message_files for id, item in new.items()}
            )
            if message_id in new or not new or not page.has_more:
                return next((file.url for file in learned.get(message_id, []) if file.id == row.id), "")
            read = [*new.values(), *read]
        return ""


def span(part: str, size: int) -> tuple[int, int]:
    """From where to before where a ``Range`` goes in so many bytes; all of them without one.

    Raises ``InvalidRequest`` for one that is beyond them.
    """
    first, _, last = part.removeprefix("bytes=").partition("-")
    if not part:
        return 0, size
    start = int(first) if first else max(0, size - int(last))
    end = min(size, int(last) + 1) if first and last else size
    if start >= end:
        raise errors.InvalidRequest(message=f"there are {size} bytes", status=416)
    return start, end


def _refuses(error: DifyError) -> bool:
    """Whether another address may help: this one has run out, or the server does not know such an operation."""
    if getattr(error, "status", 0) == 416:  # a part beyond the file's end
        return False
    return isinstance(
        error,
        errors.InvalidRequest | errors.Unauthorized | errors.Forbidden | errors.NotFound | errors.NotTheApi,
    )


@asynccontextmanager
async def _of_its_kind(row: File, way: AbstractAsyncContextManager[Body]) -> AsyncGenerator[Body, None]:
    """A proxy may answer with a page that says, with status 200, that there is nothing."""
    async with way as body:
        if row.kind in ("image", "audio", "video") and body.media_type.startswith("text/"):
            raise errors.NotTheApi(f"the answer is {body.media_type}, and no {row.kind}", body.status)
        yield body
