"""The runs of this process: one task each, which reads the upstream to its end, whoever watches."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import suppress
from dataclasses import replace
from typing import Any

from app import metrics
from app.dify import Client
from app.dify.errors import DifyError
from app.dify.events import StreamEvent, TtsMessageEvent
from app.ledger import Ledger
from app.logs import request_id
from app.news import MemoryNews, News
from app.remedies import ServerLeft, Unforeseen, reported
from app.runs.directory import Directory
from app.runs.draft import Draft
from app.runs.fold import broken_off, fold
from app.runs.leaving import LEFT, leave
from app.runs.limits import Bounds, Length, Places
from app.runs.live import KnownRun, LiveRun, Source
from app.runs.log import Batch, RunLog
from app.runs.outcome import Outcome, outcome
from app.runs.records import Records, ids
from app.views import Notice

__all__ = ["Bounds", "KnownRun", "LiveRun", "Runs", "Source"]

DRAIN = 15.0  # seconds that the connection may stay open after the end, and after each sound that follows it
TELL = 3.0  # seconds that apps have to be told that their answers stop with this server
KEEP = 60.0  # seconds that an ended run's log is kept for tabs that come late

_BOUNDS = Bounds()

log = logging.getLogger(__name__)


class Runs(Directory):
    """Starts, finds and stops runs. Tasks live until the upstream's stream ends or :meth:`close` is called."""

    def __init__(self, ledger: Ledger, run_log: RunLog, news: News | None = None, bounds: Bounds = _BOUNDS) -> None:
        super().__init__(run_log)
        self.leaving = False  # the server ends, and takes no more runs
        self.bounds = bounds
        self.places = Places(self, bounds)
        self.news = news or MemoryNews()
        self._records = Records(ledger, self.news)
        self._tasks: set[asyncio.Task[object]] = set()

    async def start(self, run: LiveRun) -> LiveRun:
        """Read the run's source to its end. Never raises for what the upstream does."""
        run.draft = replace(run.draft, room=self.bounds.room)
        self._live[run.row.id] = run
        await self.log.start(run.row.id)
        if latest := self.log.at(run.row.id):  # Another process has begun it, and is no more.
            run.batches, run.written = latest.number, (latest.generation, len(latest.draft.text))
        run.stopping.told = lambda: self.log.changed(run)
        await self.log.share(run)
        self._spawn(self._counted(run))
        self._spawn(self._records.tell_of_its_start(run))
        return run

    async def adopt(self, run: LiveRun) -> None:
        """Go on with a run whose process is no more. How it ended may be in the log, and not in the ledger yet."""
        latest = self.log.at(run.row.id)
        if latest is not None and latest.end is not None and not run.recorded:
            await self._records.end(run, latest.end)
            run.recorded = True
        await self.start(run)

    async def stop(self, run: KnownRun) -> None:
        """End the answer with what has come. The upstream is told as soon as its task is known.

        It is told again where a stop was not confirmed; an answer that has ended by itself is left alone.
        """
        if (run.shown and not run.stopping.wanted) or run.stopping.state == "stopped":
            return
        if not isinstance(run, LiveRun):
            await self.log.stop(run)
            return
        if run.stopping.state != "stopping":
            run.stopping.sent = False
            await run.stopping.become("stopping")
            self._spawn(run.stopping.late())
        run.voice.end()
        await self._show_end(run)
        if run.draft.task_id:
            self._spawn(self._send_stop(run))

    async def commanded(self, run_id: str) -> None:
        """Another process wishes that a run of this one stops."""
        if (run := self._live.get(run_id)) is not None:
            await self.stop(run)

    async def drain(self, seconds: float) -> None:
        """Take no more runs, and give those that are being made ``seconds`` to end.

        The others are recorded with what came, and only then is the app told to stop them: should we die in between,
        nobody takes the part that it keeps for a whole answer.
        """
        self.leaving = True
        live = [run for run in self._live.values() if not run.recorded]
        if not live:
            return
        log.info("%d answers have %g seconds to end", len(live), seconds)
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                for run in live:
                    await self.log.last(run.row.id)
                    await self._show_end(run)
        left = [run for run in live if not run.shown]
        await asyncio.gather(*(self._show_end(run, ServerLeft("the server stopped")) for run in left))
        with suppress(TimeoutError):
            async with asyncio.timeout(TELL):
                await asyncio.gather(*(self._send_stop(run) for run in left if run.draft.task_id))

    async def without(self, client: Client) -> None:
        """Wait until no run of this process has ``client`` any more."""
        while with_it := [run for run in self._live.values() if run.client is client and not run.closed.is_set()]:
            await with_it[0].closed.wait()

    async def close(self) -> None:
        """Cancel every task; what was not ended is recorded as interrupted with the text it had."""
        self._records.leaving.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        # One that was recording its end when it was cancelled has left that to a task of its own.
        await asyncio.gather(*(run.ending for run in self._live.values() if run.ending), return_exceptions=True)

    def _spawn(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _counted(self, run: LiveRun) -> None:
        request_id.set(run.row.id)  # The app is told the same, as its trace's.
        with metrics.RUNS_OPEN.track_inprogress():
            await self._live_through(run)

    async def _live_through(self, run: LiveRun) -> None:
        error: DifyError | None = None
        whole = False
        try:
            whole = await self._read(run)
        except DifyError as failure:
            error = failure
        except asyncio.CancelledError:
            error = ServerLeft("the server stopped")
            raise
        except Exception:
            # The outermost edge of a run: the page is told that it failed, and the log has the traceback.
            error = Unforeseen("an error of this server")
            log.exception("run %s failed", run.row.id)
        finally:
            await self._show_end(run, error)
            run.voice.end()
            await self._settle(run, confirmed=whole)
            await run.stopping.end()
            run.leave()
            run.closed.set()
            self.log.changed(run)
            asyncio.get_running_loop().call_later(KEEP, self._forget, run.row.id)

    async def _read(self, run: LiveRun) -> bool:
        """Read the stream; False where it had to be left before its end."""
        saver = asyncio.create_task(self._records.save_now_and_then(run))
        try:
            async with asyncio.timeout(None) as limit, run.source() as events:
                run.pacing.begin(lambda: self._flush(run, limit))
                try:
                    await self._hear(run, events, limit)
                except LEFT:
                    run.catch_up()
                    await leave(run, events)
                    raise
        except TimeoutError:
            if run.flaw is not None:
                raise run.flaw from None
            log.info("run %s: the connection stayed open after its end", run.row.id)
            return False
        finally:
            run.pacing.end()
            saver.cancel()
            await asyncio.gather(saver, return_exceptions=True)
        return True

    async def _hear(self, run: LiveRun, events: AsyncIterator[StreamEvent], limit: asyncio.Timeout) -> None:
        length = Length(run, self.bounds.answer)
        async for event in events:
            length.take(event)
            if run.takes(event):
                if not run.pacing.soon:
                    run.pacing.grown()
                continue
            run.catch_up()
            run.clock.heard(run.row.app, event)
            if run.voice.hear(event):
                self.log.changed(run)
            draft = fold(run.draft, run.policy.keep(event))
            if draft.files is not run.draft.files:
                draft = await self._records.with_files(run, draft)
            await self._take(run, draft)
            if run.draft.state == "failed":
                return
            ending = run.draft.state in ("complete", "paused") or run.stopping.sent
            if ending and (limit.when() is None or isinstance(event, TtsMessageEvent)):
                limit.reschedule(asyncio.get_running_loop().time() + DRAIN)

    async def _take(self, run: LiveRun, draft: Draft) -> None:
        """Go on with ``draft``: record new ids, send a stop that waited for its task, end what is complete."""
        before, run.draft = run.draft, draft
        if draft is not before:
            run.pacing.grown()
        if ids(draft) != ids(before):
            self._spawn(self._records.name(run))  # A ledger that many write into takes its time; the words need not.
        if run.stopping.wanted:
            if draft.state != "running":
                await self._settle(run, confirmed=True)
            elif draft.task_id:
                await self._send_stop(run)
        elif draft.state in ("complete", "paused") and not run.shown:
            await self._show_end(run)

    def _flush(self, run: LiveRun, limit: asyncio.Timeout) -> None:
        """Write what has come since the last batch as one. Called by the loop: what goes wrong ends the reading."""
        try:
            run.catch_up()
            if not run.shown:
                self._append(run)
        except Exception as flaw:
            run.flaw = flaw
            if not limit.expired():
                limit.reschedule(0.0)

    def _append(self, run: LiveRun, end: Outcome | None = None) -> None:
        generation, length = run.written
        draft = run.draft
        offset = length if generation == draft.generation else 0
        text = draft.text.since(offset)
        if text:
            run.clock.spoke(run.row.app)
        run.written = (draft.generation, len(draft.text))
        run.batches += 1
        self.log.append(run.row.id, Batch(run.batches, draft.generation, offset, text, draft, end))

    async def _show_end(self, run: LiveRun, error: DifyError | None = None) -> None:
        """The last batch, and the ledger's record of how it ended: once, whatever becomes of its callers."""
        if not run.shown:
            run.shown = True
            run.catch_up()
            run.ending = asyncio.create_task(self._end(run, error))
        if run.ending is not None:
            await asyncio.shield(run.ending)

    async def _end(self, run: LiveRun, error: DifyError | None) -> None:
        run.draft = broken_off(run.draft, "stopped" if run.stopping.wanted or error else "failed")
        end = _reported(outcome(run.draft, error, stopped=run.stopping.wanted), run)
        self._append(run, end)
        run.clock.ended(run.row, end.status, run.draft)
        await self._records.end(run, end)
        run.recorded = True
        self.log.changed(run)
        await self._records.tell(run)

    async def _send_stop(self, run: LiveRun) -> None:
        if run.stopping.sent:
            return
        run.stopping.sent = True
        if run.client is None:
            await run.stopping.become("unsure")
            return
        try:
            await run.client.chat.stop(run.draft.task_id, user=run.row.upstream_user)
        except DifyError as failure:
            reported(Notice(), failure, app=run.row.app, run=run.row.id, message=run.row.message_id)
            await run.stopping.become("unsure")

    async def _settle(self, run: LiveRun, *, confirmed: bool) -> None:
        """The stream of a run has ended: a stop is confirmed by its own end, and by nothing else."""
        if not run.stopping.wanted or run.stopping.state == "stopped":
            return
        await run.stopping.become("stopped" if confirmed else "unsure")
        if confirmed:
            await self._records.stopped(run)

    def _forget(self, run_id: str) -> None:
        self._live.pop(run_id, None)
        self._spawn(self.log.forget(run_id))


def _reported(end: Outcome, run: LiveRun) -> Outcome:
    """An end whose error stands in the log, under the reference that its notice bears."""
    if end.error is None:
        return end
    row = run.row
    return replace(end, notice=reported(end.notice, end.error, app=row.app, run=row.id, message=row.message_id))
