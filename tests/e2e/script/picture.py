"""Pictures, made here."""

import struct
import zlib


def picture(width: int = 320, height: int = 200) -> bytes:
    """A PNG that goes from dark to light."""
    rows = b"".join(b"\0" + bytes(255 * at // width for at in range(width)) for _ in range(height))
    parts = {b"IHDR": struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0), b"IDAT": zlib.compress(rows), b"IEND": b""}
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(kind, data) for kind, data in parts.items())


def _part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
