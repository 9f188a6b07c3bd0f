"""The header of a WAV file: PCM, 16 bit, one channel."""

import struct

UNKNOWN = 0xFFFFFFFF
"""The size of what is still being made: players read on to the end of the stream."""
HEADER_BYTES = 44


def header(sample_rate: int, data_bytes: int | None) -> bytes:
    """The 44 bytes before the samples; ``data_bytes`` is their size, or None where it is not known yet."""
    size = UNKNOWN if data_bytes is None else data_bytes
    whole = UNKNOWN if data_bytes is None else data_bytes + HEADER_BYTES - 8
    samples = struct.pack("<IHHIIHH", 16, 1, 1, sample_rate, 2 * sample_rate, 2, 16)
    return b"RIFF" + struct.pack("<I", whole) + b"WAVEfmt " + samples + b"data" + struct.pack("<I", size)
