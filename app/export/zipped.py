"""A ZIP that is written while it is read: nothing of it is kept but the list of its files."""

import io
import time
import zipfile
from collections.abc import AsyncGenerator, AsyncIterable


class _Sink(io.RawIOBase):
    """Takes what is written, and cannot go back in it."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        whole = b"".join(self.pieces)
        self.pieces.clear()
        return whole


class Zip:
    """:meth:`add` and :meth:`end` give the bytes that come next. Of two files of one name the second is numbered."""

    def __init__(self) -> None:
        self._sink = _Sink()
        self._zip = zipfile.ZipFile(self._sink, "w", zipfile.ZIP_DEFLATED)
        self._names: set[str] = set()

    def free(self, name: str) -> str:
        """``name``, or with a number where there is one of it; names that differ in case alone are one."""
        stem, number = name, 1
        while name.casefold() in self._names:
            number += 1
            name = f"{stem} ({number})"
        self._names.add(name.casefold())
        return name

    def add(self, name: str, text: str) -> bytes:
        self._zip.writestr(_info(name), text.encode("utf-8", "replace"))
        return self._sink.taken()

    async def add_pieces(self, name: str, pieces: AsyncIterable[bytes]) -> AsyncGenerator[bytes, None]:
        """A file that comes piece by piece. Where ``pieces`` break off, what came of it is in the ZIP, which is whole
        otherwise."""
        with self._zip.open(_info(name), "w", force_zip64=True) as file:
            async for piece in pieces:
                file.write(piece)
                if ready := self._sink.taken():
                    yield ready
        yield self._sink.taken()

    def end(self) -> bytes:
        self._zip.close()
        return self._sink.taken()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, time.gmtime()[:6])
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    return info
