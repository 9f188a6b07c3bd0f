"""Asking the app beside a conversation: for an agent alone, as a user of its own, so that the customer's stays clean.

What the app keeps of it is deleted there as soon as it has ended. Until then its id there is recorded here, and nothing
else of it.
"""

import asyncio
import logging
import re
import time
from collections.abc import AsyncGenerator, Coroutine, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from typing import Any

from app import metrics
from app.chat.details import Details
from app.chat.erasing import Erasing
from app.chat.lending import Lending
from app.chat.newcomers import Newcomers
from app.dify import Client
from app.dify.errors import DifyError, TooLong
from app.dify.events import StreamEvent
from app.ledger import Conversation, Ledger, LedgerFailed
from app.ledger.remnants import AGAIN, DRAFT
from app.limits import Allowance
from app.policy import Policy
from app.remedies import ServerLeft, Unforeseen, reported
from app.runs.clock import Clock
from app.runs.draft import Draft
from app.runs.fold import broken_off, fold
from app.runs.outcome import outcome
from app.runs.registry import Runs
from app.uploads import Refused, Uploads
from app.views import Notice, PrivateAnswer

USER = "parley-console"
PACE = 0.25  # seconds between two looks at an answer
GROWN = 1.2  # times as long as it was, an answer is shown again: what is sent of it grows with it, not with its square
LONGEST = 100_000  # characters of an answer
PATIENCE = 600.0  # seconds that it may take
LEFT = 3600.0  # seconds after which nobody deletes any more what a server that ended has left at the app

log = logging.getLogger(__name__)


class Privately:
    """One app's. ``fixed`` are the operator's values of its inputs."""

    def __init__(
        self, app: str, client: Client, newcomers: Newcomers, runs: Runs, allowance: Allowance, details: Details,
        erasing: Erasing, ledger: Ledger, files: Uploads, fixed: Mapping[str, Any],
    ) -> None:  # fmt: skip
        self._app, self._client, self._newcomers = app, client, newcomers
        self._runs, self._allowance = runs, allowance
        self._details, self._erasing, self._remnants, self._fixed = details, erasing, ledger.remnants, fixed
        self._lending = Lending(app, client, ledger, files, USER)
        self._looked = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def answers(
        self, row: Conversation, query: str, policy: Policy, agent: str, files: Sequence[str] = ()
    ) -> AsyncGenerator[PrivateAnswer, None]:
        """The answer as it comes, with the inputs of that conversation and its person's ``files``, by our ids; whoever
        closes this before its end stops it.

        It counts among what the agent may ask. Raises ``DifyError``, ``Refused``.
        """
        if self._runs.leaving:
            raise Refused(Notice("server_leaving", {}, "wait"))
        with ExitStack() as held:
            held.enter_context(self._runs.places.one(agent))
            held.callback(await self._allowance.run(agent, ""))
            await self._allowance.message(agent, "")
            inputs = await self._details.inputs(row) | dict(self._fixed)
            await self._newcomers.introduce(USER)
            answer = _Answer(self._app, policy, Draft(room=self._runs.bounds.room))
            self._spawn(self._read(answer, _Asked(query, inputs, files, row.user), held.pop_all()))
        shown, over = 0, False
        try:
            while not over:
                with suppress(TimeoutError):
                    async with asyncio.timeout(PACE):
                        await answer.over.wait()
                over, length = answer.over.is_set(), len(answer.draft.text)
                shown = length if length >= shown * GROWN else shown
                yield answer.shown(shown)
        finally:
            answer.stopping = True

    async def close(self) -> None:
        """Cancel what is being asked."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def ended(self) -> None:
        """Wait for the end of what is being asked, until nothing of it is left at the app."""
        await asyncio.gather(*self._tasks)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _read(self, answer: "_Answer", asked: "_Asked", held: ExitStack) -> None:
        with held, metrics.RUNS_OPEN.track_inprogress():
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._hear(answer, asked)
            except (DifyError, TimeoutError) as error:
                answer.end(error if isinstance(error, DifyError) else TooLong(f"more than {PATIENCE:g} seconds"))
            except asyncio.CancelledError:
                answer.end(ServerLeft("the server stopped"))
                raise
            except Exception:
                # The outermost edge of a task: the agent is told that it failed, and the log has the traceback.
                log.exception("asking %s beside a conversation failed", self._app)
                answer.end(Unforeseen("an error of this server"))
            finally:
                answer.end()
                await self._forget(answer.draft.conversation_id)

    async def _hear(self, answer: "_Answer", asked: "_Asked") -> None:
        stopped, recorded, chat = False, False, self._client.chat
        lent = await self._lending.lend(asked.customer, asked.files, asked.inputs)
        answer.leave_out(lent.left)
        given = chat.stream(
            query=asked.query, user=USER, inputs=lent.inputs, files=lent.files, auto_generate_name=False
        )
        async with given as events:
            async for event in events:
                answer.take(event)
                if not recorded and (id := answer.draft.conversation_id):
                    recorded = True
                    await self._record(id, asked.customer)
                if answer.draft.state != "running":
                    return
                if answer.unwanted and answer.draft.task_id and not stopped:
                    stopped = True  # It ends the stream, as a whole answer does.
                    with suppress(DifyError):
                        await chat.stop(answer.draft.task_id, user=USER)

    async def deleted(self, upstream_id: str) -> str:
        """Delete what was asked: the kind of error for which the app still has it, or nothing."""
        return await self._erasing.deleted(upstream_id, USER)

    async def _record(self, upstream_id: str, customer: str) -> None:
        """Should this process not come to delete it, some other one does, when it has ended in any case."""
        try:
            await self._remnants.add(self._app, DRAFT, upstream_id, customer, time.time() + PATIENCE + AGAIN)
        except LedgerFailed:
            log.exception("%s: a conversation of %s could not be recorded", self._app, USER)

    async def _forget(self, upstream_id: str) -> None:
        """Delete at the app what was asked, and once what a server that ended had not even known of."""
        if upstream_id:
            if why := await self.deleted(upstream_id):
                log.warning("%s keeps a conversation of %s: %s", self._app, USER, why)
            with suppress(LedgerFailed):
                await self._remnants.tried(self._app, DRAFT, upstream_id, why)
        if self._looked:
            return
        self._looked = True
        with suppress(DifyError):
            page = await self._client.conversations.list(user=USER, limit=100)
            for left in page.data:
                if left.created_at < time.time() - LEFT:
                    await self._client.conversations.delete(left.id, user=USER)


@dataclass(frozen=True)
class _Asked:
    query: str
    inputs: Mapping[str, Any]
    files: Sequence[str]
    customer: str


class _Answer:
    """One answer: what has come of it, until it is ``over``. Nobody waits for it any more where it is ``stopping``."""

    def __init__(self, app: str, policy: Policy, draft: Draft) -> None:
        self.draft = draft
        self.over = asyncio.Event()
        self.stopping = False
        self._app, self._policy = app, policy
        self._began, self._clock = time.monotonic(), Clock()
        self._end = PrivateAnswer(running=True)

    @property
    def unwanted(self) -> bool:
        return self.stopping or len(self.draft.raw) > LONGEST

    def take(self, event: StreamEvent) -> None:
        self._clock.heard(self._app, event)
        self.draft = fold(self.draft, self._policy.allow(event))

    def leave_out(self, names: Sequence[str]) -> None:
        """Say that these files do not go with the question."""
        if names:
            self._end = replace(self._end, notes=[Notice("draft_without", {"names": ", ".join(names)})])

    def end(self, error: DifyError | None = None) -> None:
        if self.over.is_set():
            return
        self.draft = broken_off(self.draft, "failed")
        end = outcome(self.draft, error)
        notice = reported(end.notice, end.error, app=self._app) if end.error else end.notice
        if end.status == "waiting":
            notice = Notice("draft_waits")
        usage = replace(self._policy.usage(self.draft.usage), seconds=round(time.monotonic() - self._began, 1))
        text = _unmarked(str(self.draft.text), {citation.position for citation in self.draft.citations})
        self._end = PrivateAnswer(text, False, usage, notice, [*self._end.notes, *end.notes])
        self.over.set()

    def shown(self, length: int) -> PrivateAnswer:
        """As far as it has come, or as it ended."""
        return self._end if self.over.is_set() else replace(self._end, text=str(self.draft.text)[:length])


def _unmarked(text: str, cited: set[int]) -> str:
    """Without the marks of passages, which do not go with it."""
    return re.sub(r" ?\[(\d{1,3})\]", lambda found: "" if int(found[1]) in cited else found[0], text)
