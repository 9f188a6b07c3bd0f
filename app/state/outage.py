"""Redis away: the pages cannot be heard, since their states are there, and are told so past them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Any

from app.i18n import choose, chosen_in
from app.services import current
from app.state.session import SessionState
from app.state.sockets import sockets


class Outage:
    """Who was told of it, by the ids of their sockets: everybody once, also who comes meanwhile."""

    def __init__(self) -> None:
        self._told: set[str] = set()
        self._began = False
        self._tasks: set[asyncio.Task[None]] = set()

    def went(self) -> None:
        """Redis did not take a heartbeat."""
        new = [place for place in sockets.open() if place not in self._told]
        self._told.update(new)
        self._begin({place: {"resting": True, **(_words(place) if self._began else {})} for place in new})
        self._began = True

    def back(self) -> None:
        """It is there again."""
        self._told.clear()
        self._began = False
        self._begin({place: {"resting": False} for place in sockets.open()})

    def _begin(self, values: dict[str, dict[str, Any]]) -> None:
        task = asyncio.create_task(self._tell(values))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tell(self, values: dict[str, dict[str, Any]]) -> None:
        for place, told in values.items():
            await sockets.show(place, SessionState, told)


def _words(place: str) -> dict[str, Any]:
    """The catalogue of a page that was opened meanwhile: it has none yet."""
    headers = sockets.headers(place)
    catalogue = choose(headers.get("HTTP_ACCEPT_LANGUAGE", ""), chosen_in(headers.get("HTTP_COOKIE", "")))
    return {"words": asdict(catalogue)}


@asynccontextmanager
async def outages() -> AsyncIterator[None]:
    """Tell every page when Redis goes, and when it is back."""
    outage = Outage()
    if (relay := current().relay) is not None:
        relay.went.append(outage.went)
        relay.back.append(outage.back)
    yield
