"""The news of several processes: what one publishes, the tabs of all hear."""

import asyncio
import pickle
from collections import deque
from contextlib import suppress

from redis.exceptions import RedisError

from app.news.news import Item, MemoryNews
from app.relay import Relay

MOST = 1_000  # items that are kept while Redis is away
_STREAM = "parley:news"


class SharedNews(MemoryNews):
    """News over a relay. While Redis is away, the tabs of this process hear it nevertheless."""

    def __init__(self, relay: Relay) -> None:
        super().__init__()
        self._relay = relay
        self._unsent: deque[bytes] = deque(maxlen=MOST)
        self._one_at_a_time = asyncio.Lock()
        relay.back.append(self._send_again)

    async def listen(self) -> None:
        """Hear what the others publish from now on."""
        await self._relay.listen(_STREAM, self._take, after="$")

    async def publish(self, app: str, user: str, item: Item) -> None:
        await super().publish(app, user, item)
        self._unsent.append(pickle.dumps((self._relay.worker, app, user, item)))
        await self._send()

    def _send_again(self) -> None:
        self._sending = asyncio.create_task(self._send())

    async def _send(self) -> None:
        """Tell the others what they have not heard yet."""
        async with self._one_at_a_time:
            with suppress(RedisError, OSError):
                while self._unsent:
                    await self._relay.tell(_STREAM, self._unsent[0])
                    self._unsent.popleft()

    async def _take(self, _id: str, value: bytes) -> None:
        worker, app, user, item = pickle.loads(value)
        if worker != self._relay.worker:
            await super().publish(app, user, item)
