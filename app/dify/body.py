"""An answer that is no JSON: audio, or a file."""

from collections.abc import AsyncIterator


class Body:
    """``media_type`` is without parameters, and may be empty.

    ``size`` is how many bytes come, -1 where the server does not say. ``status`` is 206 for a part, and then ``part``
    is its ``Content-Range``; ``parts``, whether the server gives parts at all.
    """

    def __init__(
        self, media_type: str, chunks: AsyncIterator[bytes], *,
        size: int = -1, status: int = 200, part: str = "", parts: bool = False,
    ) -> None:  # fmt: skip
        self.media_type = media_type
        self.size = size
        self.status = status
        self.part = part
        self.parts = parts
        self._chunks = chunks

    def aiter_bytes(self) -> AsyncIterator[bytes]:
        """The pieces as they arrive, once. Raises :class:`StreamCut` and :class:`TimedOut`."""
        return self._chunks
