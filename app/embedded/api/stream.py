"""The event stream of an answer: one line ``data: {json}`` an event, and a bare ping at each interval."""

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.responses import StreamingResponse

from app.embedded.answer import Answer

PING = "event: ping\n\n"


class EventStream(StreamingResponse):
    """An answer's events from the first on, until it is finished. ``ping_interval`` in seconds."""

    def __init__(self, answer: Answer, ping_interval: float):
        super().__init__(_events(answer, ping_interval), media_type="text/event-stream")


async def _events(answer: Answer, ping_interval: float) -> AsyncIterator[str]:
    """The answer's events, and a ping at each interval of the request, also between two words."""
    clock = asyncio.get_running_loop().time
    next_ping = clock() + ping_interval
    sent = 0
    while sent < len(answer.events) or not answer.finished:
        if clock() >= next_ping:
            next_ping = clock() + ping_interval
            yield PING
        elif sent < len(answer.events):
            yield f"data: {json.dumps(answer.events[sent])}\n\n"
            sent += 1
        else:
            await answer.news(max(0.0, next_ping - clock()))
