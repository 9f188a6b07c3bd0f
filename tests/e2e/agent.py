"""A service agent at another worker of the server: what they do goes through the ledger and Redis."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from pydantic import SecretStr

from app.chat import Chat
from app.chat.handover import Handover
from app.dify import Client
from app.ledger import Ledger
from app.relay import Relay
from app.runs.registry import Runs
from app.views import Support
from app.workers import workers

from .server import Server

Step = Callable[[Handover], Coroutine[Any, Any, Any]]


@asynccontextmanager
async def _handover(server: Server, redis_url: str, slug: str) -> AsyncIterator[Handover]:
    async with (
        Relay.opened(redis_url) as relay,
        Ledger.beside(f"sqlite+aiosqlite:///{server.data_dir / 'ledger.db'}") as ledger,
        workers(relay, ledger) as there,
        Client("http://127.0.0.1:1/v1", SecretStr("none")) as client,
    ):
        chat = Chat(slug, client, ledger, Runs(ledger, there.log, there.news), support=Support())
        yield chat.handover
        await chat.close()


@contextmanager
def stepping_in(server: Server, redis_url: str, slug: str) -> Iterator[Callable[[Step], Any]]:
    """Does steps with that app's handover, each to its end."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def wait(work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result(20)

    opened = _handover(server, redis_url, slug)
    try:
        handover = wait(opened.__aenter__())
        yield lambda step: wait(step(handover))
        wait(opened.__aexit__(None, None, None))
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
