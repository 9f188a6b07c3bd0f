"""When a run began and spoke, and what the app says that it took: for the metrics, the log and the ledger."""

import logging
import time

from app import metrics
from app.dify.events import MessageEndEvent, StreamEvent
from app.dify.models import Metadata
from app.ledger import Run
from app.ledger.ledger import FAILED
from app.ledger.numbers import Measured
from app.remedies import code_of
from app.runs.draft import Draft
from app.runs.outcome import Outcome

log = logging.getLogger(__name__)


class Clock:
    """Begins when the run is made."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._first: float | None = None
        self._whole: float | None = None
        self._end: Metadata | None = None

    def spoke(self, app: str) -> None:
        """A piece of the answer is there; the first one counts."""
        if self._first is None:
            self._first = self._seconds()
            metrics.FIRST_TOKEN.labels(app).observe(self._first)

    def ended(self, run: Run, status: str, draft: Draft) -> None:
        app, seconds = run.app, self._seconds()
        self._whole = seconds
        metrics.RUNS.labels(app, status).inc()
        metrics.RUN_SECONDS.labels(app).observe(seconds)
        took = {"seconds": round(seconds, 3), "first": None if self._first is None else round(self._first, 3)}
        ids = {"app": app, "run": run.id, "message_id": run.message_id, "task": draft.task_id}
        log.info("answer %s", status, extra={**ids, "status": status, **took})
        if left_out := draft.unreadable + draft.unknown:
            metrics.UNREADABLE.labels(app).inc(left_out)

    def heard(self, app: str, event: StreamEvent) -> None:
        """What the app says that its answer took, whoever may see it."""
        if isinstance(event, MessageEndEvent):
            self._end = event.metadata
            metrics.TOKENS.labels(app).inc(max(event.metadata.usage.total_tokens, 0))

    def measured(self, end: Outcome) -> Measured:
        """For the ledger, once the run has ended."""
        said = self._end or Metadata()
        uncited = end.status == "done" and self._end is not None and not said.citations and not said.annotation_reply
        return Measured(
            self._first, self._whole, max(said.usage.total_tokens, 0), max(float(said.usage.price), 0.0),
            said.usage.currency[:16], uncited, code_of(end.error) if end.error and end.status in FAILED else "",
        )  # fmt: skip

    def _seconds(self) -> float:
        return time.monotonic() - self._began
