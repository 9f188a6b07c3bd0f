"""Answers whose process died in their midst: they are gone on with, or end with what came."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from functools import partial

from app.dify import Client
from app.dify.errors import DifyError, StreamCut
from app.dify.events import ErrorEvent, MessageEndEvent, MessageReplaceEvent, StreamEvent
from app.dify.models import Metadata
from app.dify.paging import older_messages
from app.policy import Policy
from app.runs.far import FarRun
from app.runs.live import KnownRun
from app.runs.reasoning import after
from app.runs.registry import LiveRun, Runs, Source

NEWEST = 20  # stored messages among which an answer is looked for


class Orphans:
    """Those of one app. A flow's stream is taken up again; of all else the app has the whole answer, or nothing.

    A server stores an empty answer where the client of its stream has died: then what came until then is all there is.
    """

    def __init__(self, client: Client, runs: Runs) -> None:
        self._client = client
        self._runs = runs

    async def adopt(self, run: FarRun, policy: Policy) -> None:
        """Make another process's run one of this one."""
        await self._runs.adopt(_taken(run, self._client, partial(self._rest, run), policy))

    @asynccontextmanager
    async def _rest(self, run: KnownRun) -> AsyncGenerator[AsyncIterator[StreamEvent], None]:
        yield self._events(run)

    async def _events(self, run: KnownRun) -> AsyncIterator[StreamEvent]:
        """What still comes of an answer. Raises :class:`StreamCut` where that does not make it whole."""
        if run.shown:
            raise StreamCut("the process that read it has died")
        if run.draft.workflow_run_id:
            try:
                async for event in self._flow(run):
                    yield event
                    if isinstance(event, MessageEndEvent | ErrorEvent):
                        return
            except DifyError:
                pass  # It was no flow of a chat, or the server knows no way back into one.
        for event in await self._stored(run):
            yield event

    async def _flow(self, run: KnownRun) -> AsyncIterator[StreamEvent]:
        events = self._client.workflows.events
        async with events(run.draft.workflow_run_id, user=run.row.upstream_user, include_state_snapshot=True) as stream:
            async for event in stream:
                yield event

    async def _stored(self, run: KnownRun) -> list[StreamEvent]:
        """The events that make the draft the answer that the app has stored. Raises :class:`StreamCut`."""
        draft, user, read = run.draft, run.row.upstream_user, []
        if draft.conversation_id and draft.message_id:
            with suppress(DifyError):
                read = (await older_messages(self._client, user, draft.conversation_id, [], NEWEST)).data
        found = next((item for item in read if item.id == draft.message_id and item.status == "normal"), None)
        if found is None or len(found.answer) < len(draft.text):
            raise StreamCut("the process that read it has died, and the app has no whole answer")
        end = Metadata(retriever_resources=found.retriever_resources)
        return [
            MessageReplaceEvent(event="message_replace", answer=found.answer),
            MessageEndEvent(event="message_end", metadata=end),
        ]


async def part_with(run: FarRun, runs: Runs) -> None:
    """End another process's run of an app that is gone with what came: nobody can be asked for the rest."""
    await runs.adopt(_taken(run, None, _nothing, Policy()))


@asynccontextmanager
async def _nothing() -> AsyncGenerator[AsyncIterator[StreamEvent], None]:
    raise StreamCut("the process that read it has died, and its app is gone")
    yield


def _taken(run: FarRun, client: Client | None, source: Source, policy: Policy) -> LiveRun:
    draft = replace(run.draft, raw=run.draft.text, reader=after(str(run.draft.text)))
    known = (run.row, run.message, run.sent, draft, run.stopping, run.shown, run.recorded)
    return LiveRun(*known, client=client, source=source, policy=policy)
