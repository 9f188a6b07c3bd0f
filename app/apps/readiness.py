"""Whether questions can be answered now: the database, Redis and each app, asked at most once in some seconds."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any

from redis.exceptions import RedisError

from app.apps.apps import Apps
from app.dify.errors import DifyError
from app.ledger import Ledger, LedgerFailed, kind_of
from app.relay import Relay, answered
from app.runs.registry import Runs

FRESH = 5.0  # seconds for which what was found stands: whoever asks more often asks no app more often
PATIENCE = 4.0  # seconds that each of them may take

Parts = dict[str, str]
"""What is wrong with each part, by its name; empty where nothing is."""


class Readiness:
    """One for the process. An app that does not answer leaves the others to be asked: the server is ready with one."""

    def __init__(self, ledger: Ledger, relay: Relay | None, apps: Apps, runs: Runs) -> None:
        self._ledger, self._relay, self._apps, self._runs = ledger, relay, apps, runs
        self._found: Parts = {}
        self._until = 0.0
        self._asking = asyncio.Lock()

    async def parts(self) -> Parts:
        """As of now, or of :data:`FRESH` seconds ago."""
        async with self._asking:
            if time.monotonic() >= self._until:
                self._found = await self._ask()
                self._until = time.monotonic() + FRESH
        leaving = {"server": "it is about to end"} if self._runs.leaving else {}
        return {**leaving, **self._found}

    async def _ask(self) -> Parts:
        asked: dict[str, Coroutine[Any, Any, str]] = {"database": self._database()}
        if self._relay is not None:
            asked["redis"] = _redis(self._relay)
        asked |= {f"app {chat.slug}": _app(chat.probe()) for chat in self._apps.all()}
        found = await asyncio.gather(*(_in_time(answer) for answer in asked.values()))
        return dict(zip(asked, found, strict=True))

    async def _database(self) -> str:
        try:
            await self._ledger.greet()
        except LedgerFailed as error:
            return kind_of(error)
        return ""


def is_ready(parts: Parts) -> bool:
    """Whether all is well but for some of the apps."""
    apps = [wrong for name, wrong in parts.items() if name.startswith("app ")]
    others = [wrong for name, wrong in parts.items() if not name.startswith("app ")]
    return not any(others) and (not apps or not all(apps))


async def _redis(relay: Relay) -> str:
    try:
        await answered(relay.redis.ping())
    except (RedisError, OSError) as error:
        return type(error).__name__
    return ""


async def _app(probe: Coroutine[Any, Any, None]) -> str:
    """The kind of error alone: its text may hold whatever the app's server says."""
    try:
        await probe
    except DifyError as error:
        return type(error).__name__
    return ""


async def _in_time(answer: Coroutine[Any, Any, str]) -> str:
    try:
        async with asyncio.timeout(PATIENCE):
            return await answer
    except TimeoutError:
        return "it does not answer in time"
