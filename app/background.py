"""What goes on in the background while the server runs, and ends with it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from app.ledger import LedgerFailed
from app.relay import ended

log = logging.getLogger(__name__)


@asynccontextmanager
async def background(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Let ``work`` go on while the block lasts."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        await ended([task])


async def looking(look: Callable[[], Awaitable[None]], pause: float, failed: str) -> None:
    """Look again and again, ``pause`` seconds after the look before. Of one that fails the log says what has
    ``failed``; the next one is another chance."""
    while True:
        try:
            await look()
        except LedgerFailed as error:
            log.warning("%s: %s", failed, type(error).__name__)
        except Exception:  # The outermost edge.
            log.exception("%s", failed)
        await asyncio.sleep(pause)
