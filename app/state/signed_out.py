"""Whoever has signed out, or was, has no socket: those that are open end before long, in every process.

The ledger is asked, not told by those who end a session: so it holds for what expires, for what another process or a
command ends, and while Redis is away.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from app.background import background, looking
from app.identity import Sessions
from app.services import current
from app.state.sockets import sockets

LOOK = 2.0  # seconds between two looks at the sessions of the sockets that are open


@asynccontextmanager
async def signed_out() -> AsyncIterator[None]:
    """While the server runs, end the sockets of sessions that have ended."""
    if (sessions := current().sessions) is None:
        yield
        return
    async with background(looking(partial(end_sockets, sessions), LOOK, "whose session has ended cannot be known")):
        yield


async def end_sockets(sessions: Sessions) -> None:
    """End each socket whose session has ended."""
    open_now = {socket: person.session for socket in sockets.open() if (person := sockets.person(socket)).session}
    if open_now:
        lasting = await sessions.lasting(set(open_now.values()))
        await asyncio.gather(*(sockets.end(socket) for socket, session in open_now.items() if session not in lasting))
