"""What the ledger has of a run. An answer goes on where it cannot be written; the log says so."""

import asyncio
import logging
import time
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any, Literal

from app.ledger import Ledger, LedgerFailed, kind_of
from app.ledger.failures import Kind
from app.news import Changed, News
from app.runs.attachments import attachment
from app.runs.draft import Draft, recorded
from app.runs.live import LiveRun
from app.runs.outcome import Outcome
from app.runs.stopping import STOPPED, STOPPING, UNSURE
from app.views import Notice

SAVE_EVERY = 3.0  # seconds between two saves of an answer that is being written
SAVE_FIRST = 0.25  # seconds within which its first words are saved
TELL_AFTER = 0.1  # seconds after which a user's tabs are told that an answer is made
AGAIN = (1, 2, 4, 8, *[15] * 40)  # seconds between tries to record an end: ten minutes

Failure = Literal[Kind, ""]

log = logging.getLogger(__name__)


class Records:
    """Writes of runs into the ledger, and tells the tabs of those who asked."""

    def __init__(self, ledger: Ledger, news: News) -> None:
        self._ledger = ledger
        self._news = news
        self.leaving = asyncio.Event()

    async def name(self, run: LiveRun) -> Failure:
        """Record the upstream's ids. The answer goes on where that fails, and its end tries once more."""
        await asyncio.sleep(0)  # The answer's first words came with them, and go to the page first.
        async with run.naming:
            if run.named == (found := ids(run.draft)):
                return ""
            task, message, conversation = found
            try:
                await self._ledger.named(run.row, task_id=task, message_id=message, conversation_id=conversation)
                run.named = found
                # The list may have learned it under the upstream's own id before: that line is there no more.
                await self._news.publish(run.row.app, run.row.user, Changed(conversation))
            except LedgerFailed as error:
                return _failed("its ids", run, error)
        return ""

    async def with_files(self, run: LiveRun, draft: Draft) -> Draft:
        """The draft with ids of ours for its files; where the ledger fails they are not shown."""
        message = run.message
        try:
            rows = await self._ledger.files.learn(
                message.app, message.user, message.conversation_id, {message.id: draft.files}
            )
        except LedgerFailed:
            log.exception("run %s: its files could not be recorded", run.row.id)
            return draft
        shown = {str(row.upstream_id): attachment(row) for row in rows[message.id] if not row.asked}
        return replace(draft, shown={**draft.shown, **shown})

    async def save_now_and_then(self, run: LiveRun) -> None:
        saved = 0
        while not run.shown:
            await asyncio.sleep(SAVE_EVERY if saved else SAVE_FIRST)
            if len(run.draft.text) != saved and not run.shown:
                began = time.monotonic()
                saved = len(run.draft.text)
                try:
                    await self._ledger.save(run.row, str(run.draft.text))
                except LedgerFailed:
                    log.exception("run %s: its text could not be saved", run.row.id)
                # A very long answer is saved less often: never more than a tenth of the time goes into it.
                await asyncio.sleep((time.monotonic() - began) * 10)

    async def end(self, run: LiveRun, end: Outcome) -> None:
        """How a run ended, with all that it brought; once more while the database is away, until the server leaves."""
        for wait in AGAIN:
            failures = {await self.name(run), await self._end(run, end)}
            if not failures & {"away", "full"}:
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(self.leaving.wait(), wait)
                return

    async def _end(self, run: LiveRun, end: Outcome) -> Failure:
        try:
            await self._ledger.end(
                run.row,
                end.status,
                measured=run.clock.measured(end),
                answer=str(run.draft.text),
                notice=_for_ever(end.notice),
                notes=[asdict(note) for note in end.notes],
                citations=[asdict(item) for item in run.draft.citations],
                thoughts=recorded(run.draft),
                forms=[asdict(form) for form in run.draft.forms],
                workflow_run_id=run.draft.workflow_run_id,
                usage=asdict(run.draft.usage),
            )
        except LedgerFailed as error:
            return _failed("its end", run, error)
        return ""

    async def stopped(self, run: LiveRun) -> None:
        """The app has confirmed that it stopped."""
        try:
            await self._ledger.tell(run.row, asdict(STOPPED))
        except LedgerFailed:
            log.exception("run %s: its stop could not be recorded", run.row.id)

    async def tell_of_its_start(self, run: LiveRun) -> None:
        """As :meth:`tell`, a little later: who asked knows, and their page has a question and first words to draw."""
        await asyncio.sleep(TELL_AFTER)
        await self.tell(run)

    async def tell(self, run: LiveRun) -> None:
        await self._news.publish(run.row.app, run.row.user, Changed(run.row.conversation_id))


def _failed(what: str, run: LiveRun, error: LedgerFailed) -> Failure:
    kind, reason = kind_of(error), getattr(error, "orig", None) or error
    log.error("run %s: %s could not be recorded: %s", run.row.id, what, reason, exc_info=kind == "ours")
    return kind


def ids(draft: Draft) -> tuple[str, str, str]:
    """Those that the upstream gave: of the task, the message and the conversation."""
    return draft.task_id, draft.message_id, draft.conversation_id


def _for_ever(notice: Notice) -> dict[str, Any]:
    """A notice as the ledger has it. Of a stop that was not confirmed yet nothing better is known, should we end."""
    return asdict(UNSURE if notice == STOPPING else notice) if notice.key else {}
