"""The memory of the threads that SQLite's connections run in."""

import ctypes
import sys
from contextlib import suppress

_ARENAS = -8  # glibc's M_ARENA_MAX


def share() -> None:
    """Let all threads take their memory from one heap.

    glibc gives each thread one of its own, of which hardly anything comes back: after two minutes of use a server was
    144 MB and grew, and with one heap it was 134 MB. Other systems' libraries have no such function.
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).mallopt(_ARENAS, 1)
