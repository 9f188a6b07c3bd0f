"""A pass that runs out while its page is open: that page is asked for another one, and is heard meanwhile."""

from collections.abc import AsyncIterator, Set
from contextlib import asynccontextmanager

from app.background import background, looking
from app.i18n import choose
from app.identity.passes import EARLY
from app.state.frame import refuse
from app.state.sockets import sockets

LOOK = 5.0  # seconds between two looks at the passes of the sockets that are open


@asynccontextmanager
async def renewed() -> AsyncIterator[None]:
    """While the server runs, have passes renewed."""
    asked: Set[str] = frozenset()

    async def look() -> None:
        nonlocal asked
        asked = await ask_anew(asked)

    async with background(looking(look, LOOK, "whose pass is about to run out was not asked for another")):
        yield


async def ask_anew(asked: Set[str]) -> Set[str]:
    """Ask each page whose pass is about to run out, but for those that were ``asked`` before: all that are asked."""
    ending = sockets.ends_within(EARLY)
    for socket in ending - asked:
        words = choose(sockets.headers(socket).get("HTTP_ACCEPT_LANGUAGE", ""), "")
        await refuse(socket, words.frame_refused)
    return ending
