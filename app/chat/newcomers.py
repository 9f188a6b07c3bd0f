"""The first request of every user: it goes alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from app.dify import Client
from app.dify.errors import DifyError
from app.relay import Lock

MOST = 50_000  # users that are known; of more some are newcomers again, which costs a wait and nothing else


class Newcomers:
    """Two first requests at once make two end users upstream, and one of them loses its chats."""

    def __init__(self, app: str, client: Client, lock: Lock) -> None:
        self._app = app  # its slug: of two apps, none waits for the other
        self._client = client
        self._known: set[str] = set()
        self._lock = lock

    @asynccontextmanager
    async def alone(self, user: str) -> AsyncIterator[None]:
        """Make a request that may be its user's first."""
        if user in self._known:
            yield
            return
        async with self._lock(f"first:{self._app}:{user}"):
            yield
            if len(self._known) >= MOST:
                self._known.pop()
            self._known.add(user)

    async def introduce(self, user: str) -> None:
        """See to it that a question is not its user's first request: it would run beside others for minutes."""
        if user not in self._known:
            with suppress(DifyError):
                async with self.alone(user):
                    await self._client.app.parameters(user=user)
