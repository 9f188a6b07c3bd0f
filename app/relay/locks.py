"""Locks by name: one task at a time, in this process or in all of a server's."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from weakref import WeakValueDictionary

Lock = Callable[[str], AbstractAsyncContextManager[object]]


def local_locks() -> Lock:
    """The locks of a process that is alone."""
    locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
    return lambda name: locks.setdefault(name, asyncio.Lock())
