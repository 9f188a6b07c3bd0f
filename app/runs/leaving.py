"""Leaving an answer before its end: the app is told to stop while it still has its reader.

A server that loses its reader writes on to its end, and then stores the answer empty, for good. One that is told to
stop keeps what it has written, and ends the stream within about a second.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from app.dify.errors import DifyError, Silent, TooLong
from app.dify.events import StreamEvent
from app.runs.live import LiveRun

STAY = 3.0  # seconds that the app has to take the stop and to end the stream

LEFT = (Silent, TooLong)


async def leave(run: LiveRun, events: AsyncIterator[StreamEvent]) -> None:
    """Stop an answer that is read no further; what still comes of it is dropped."""
    if run.client is None or not run.draft.task_id or run.draft.state != "running" or run.stopping.sent:
        return
    with suppress(TimeoutError, DifyError):
        async with asyncio.timeout(STAY):
            await run.client.chat.stop(run.draft.task_id, user=run.row.upstream_user)
            async for _ in events:
                pass
