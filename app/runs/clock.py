"""When a run began and spoke, for the metrics and the log."""

import logging
import time

from app import metrics
from app.dify.events import MessageEndEvent, StreamEvent
from app.ledger import Run
from app.runs.draft import Draft

log = logging.getLogger(__name__)


class Clock:
    """Begins when the run is made."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._first: float | None = None

    def spoke(self, app: str) -> None:
        """A piece of the answer is there; the first one counts."""
        if self._first is None:
            self._first = self._seconds()
            metrics.FIRST_TOKEN.labels(app).observe(self._first)

    def ended(self, run: Run, status: str, draft: Draft) -> None:
        app, seconds = run.app, self._seconds()
        metrics.RUNS.labels(app, status).inc()
        metrics.RUN_SECONDS.labels(app).observe(seconds)
        took = {"seconds": round(seconds, 3), "first": None if self._first is None else round(self._first, 3)}
        ids = {"app": app, "run": run.id, "message_id": run.message_id, "task": draft.task_id}
        log.info("answer %s", status, extra={**ids, "status": status, **took})
        if left_out := draft.unreadable + draft.unknown:
            metrics.UNREADABLE.labels(app).inc(left_out)

    @staticmethod
    def heard(app: str, event: StreamEvent) -> None:
        """What the app says that its answer took, whoever may see it."""
        if isinstance(event, MessageEndEvent):
            metrics.TOKENS.labels(app).inc(max(event.metadata.usage.total_tokens, 0))

    def _seconds(self) -> float:
        return time.monotonic() - self._began
