"""The memory of the threads that SQLite's connections run in."""

import ctypes
import sys
from contextlib import suppress

_TRIM, _MMAP, _ARENAS = -1, -3, -8  # glibc's M_TRIM_THRESHOLD, M_MMAP_THRESHOLD and M_ARENA_MAX
_LARGE = 128 * 1024  # bytes, what both thresholds are until glibc raises them


def share() -> None:
    """Let all threads take their memory from one heap.

    glibc gives each thread one of its own, of which hardly anything comes back: after two minutes of use a server was
    144 MB and grew, and with one heap it was 134 MB. Nor does it give back what is free at the heap's end, up to twice
    the largest block that it ever gave back, unless the thresholds are set: a server grew by 1.8 MB from the second to
    the sixth minute, and by 0.5 MB so. Other systems' libraries have no such function.
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            mallopt = ctypes.CDLL(None).mallopt
            for parameter, value in ((_ARENAS, 1), (_TRIM, _LARGE), (_MMAP, _LARGE)):
                mallopt(parameter, value)
