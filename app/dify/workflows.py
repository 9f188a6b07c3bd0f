"""Runs of a chatflow: ``/workflows/run``, and ``/workflow/…/events``, which takes its stream up again."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

from app.dify.events import StreamEvent
from app.dify.models import WorkflowRun
from app.dify.request import Gather, Params, Request, path
from app.dify.transport import Transport


class Workflows:
    """Younger than the contract: an old server raises ``NotTheApi`` (404)."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def run(self, run_id: str) -> WorkflowRun:
        return await self._transport.call(Request("GET", path("workflows", "run", run_id)), WorkflowRun)

    @asynccontextmanager
    async def events(
        self,
        run_id: str,
        *,
        user: str,
        include_state_snapshot: bool = False,
        continue_on_pause: bool = False,
        gather: Gather | None = None,
    ) -> AsyncGenerator[AsyncIterator[StreamEvent], None]:
        """The events of a run from now on, with ``include_state_snapshot`` those before too.

        Ends as :meth:`app.dify.chat.Chat.stream` does. A pause ends it unless ``continue_on_pause``.
        """
        params: Params = {
            "user": user,
            "include_state_snapshot": include_state_snapshot,
            "continue_on_pause": continue_on_pause,
        }
        request = Request("GET", path("workflow", run_id, "events"), params=params, gather=gather)
        async with self._transport.events(request) as events:
            yield events
