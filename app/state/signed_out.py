"""Whoever has signed out, or was, has no socket: those that are open end before long, in every process.

The ledger is asked, not told by those who end a session: so it holds for what expires, for what another process or a
command ends, and while Redis is away.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.identity import Sessions
from app.ledger import LedgerFailed
from app.services import current
from app.state.sockets import sockets

LOOK = 2.0  # seconds between two looks at the sessions of the sockets that are open

log = logging.getLogger(__name__)


@asynccontextmanager
async def signed_out() -> AsyncIterator[None]:
    """While the server runs, end the sockets of sessions that have ended."""
    if (sessions := current().sessions) is None:
        yield
        return
    looking = asyncio.create_task(_look_after(sessions))
    try:
        yield
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)


async def _look_after(sessions: Sessions) -> None:
    while True:
        await asyncio.sleep(LOOK)
        try:
            await end_sockets(sessions)
        except LedgerFailed as error:
            log.warning("whose session has ended cannot be known: %s", type(error).__name__)


async def end_sockets(sessions: Sessions) -> None:
    """End each socket whose session has ended."""
    open_now = {socket: person.session for socket in sockets.open() if (person := sockets.person(socket)).session}
    if open_now:
        lasting = await sessions.lasting(set(open_now.values()))
        await asyncio.gather(*(sockets.end(socket) for socket, session in open_now.items() if session not in lasting))
