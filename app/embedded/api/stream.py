"""The event stream: one line ``data: {json}`` an event, and a bare ping at each interval."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import StreamingResponse

from app.embedded.answer import Answer
from app.embedded.bell import within

PING = "event: ping\n\n"


class EventStream(StreamingResponse):
    def __init__(self, lines: AsyncIterator[str]):
        super().__init__(lines, media_type="text/event-stream")


def line(event: dict[str, Any]) -> str:
    return f"data: {json.dumps(event)}\n\n"


async def lines(answer: Answer, ping_interval: float, sent: int = 0) -> AsyncIterator[str]:
    """The answer's events after the first ``sent``, and a ping at each interval of the request, also between two words.

    ``ping_interval`` in seconds.
    """
    clock = asyncio.get_running_loop().time
    next_ping = clock() + ping_interval
    while sent < len(answer.events) or not answer.finished:
        if clock() >= next_ping:
            next_ping = clock() + ping_interval
            yield PING
        elif sent < len(answer.events):
            yield line(answer.events[sent])
            sent += 1
        else:
            await answer.news(max(0.0, next_ping - clock()))


async def pings(event: asyncio.Event, ping_interval: float) -> AsyncIterator[str]:
    """A ping at each interval until ``event``."""
    while not event.is_set():
        await within(event, ping_interval)
        if not event.is_set():
            yield PING
