"""Pictures small enough to stand beside a name."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

LARGEST = 512 * 1024  # bytes
TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"})

_BEGINNINGS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
}


@dataclass(frozen=True)
class Picture:
    content: bytes = field(repr=False)
    media_type: str

    @property
    def name(self) -> str:
        """Another one for each picture, so that none is taken for one that was kept."""
        return f"logo-{hashlib.sha256(self.content).hexdigest()[:12]}"


def picture_at(path: Path) -> Picture:
    """The picture in a file. Raises ``OSError``, and ``ValueError`` for one that is none of ours or too large."""
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    media_type = next((kind for start, kind in _BEGINNINGS.items() if content.startswith(start)), "")
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        media_type = "image/webp"
    elif b"<svg" in content[:1_000]:
        media_type = "image/svg+xml"
    if not media_type or len(content) > LARGEST:
        raise ValueError(path)
    return Picture(content, media_type)
