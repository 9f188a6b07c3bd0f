"""What is looked at before a file is taken: its name, its kind and size, and whether it begins as it says."""

from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator
from dataclasses import dataclass

from app.filetypes.kinds import SNIFF_BYTES, extension_of, is_what_it_says, media_type_of
from app.filetypes.limits import check, too_large, type_refused
from app.uploads.names import clean
from app.views import Limits, Notice


class Refused(Exception):
    """A file that is not taken; ``notice`` says why, and what to do."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice.key)
        self.notice = notice


@dataclass
class Given:
    """A file that may be taken; ``content`` breaks off with :class:`Refused` where there is too much of it."""

    kind: str
    name: str
    media_type: str
    content: AsyncGenerator[bytes, None]


async def checked(name: str, media_type: str, size: int | None, stream: AsyncIterable[bytes], limits: Limits) -> Given:
    """Raises :class:`Refused` for what may not be given, as far as its beginning tells."""
    name = clean(name, media_type)
    if isinstance(kind := check(name, media_type, size, limits), Notice):
        raise Refused(kind)
    pieces = aiter(stream)
    head = await _head(pieces)
    if not head:
        raise Refused(Notice("file_empty", {"name": name}))
    extension = extension_of(name)
    if not is_what_it_says(head, extension):
        raise Refused(type_refused(name, limits))
    content = _bounded(head, pieces, name, limits.max_bytes[kind])
    return Given(kind, name, media_type_of(extension) or media_type, content)


async def _head(pieces: AsyncIterator[bytes]) -> bytes:
    """The first bytes, as many as tell what a picture is."""
    head = b""
    async for piece in pieces:
        head += piece
        if len(head) >= SNIFF_BYTES:
            break
    return head


async def _bounded(head: bytes, pieces: AsyncIterator[bytes], name: str, limit: int) -> AsyncGenerator[bytes, None]:
    """All of a file; breaks off above ``limit``, whatever length was declared."""
    size = len(head)
    if size > limit:
        raise Refused(too_large(name, size, limit))
    yield head
    async for piece in pieces:
        size += len(piece)
        if size > limit:
            raise Refused(too_large(name, size, limit))
        yield piece
