"""When a run began and spoke, for the metrics."""

import time

from app import metrics
from app.dify.events import MessageEndEvent, StreamEvent
from app.runs.draft import Draft


class Clock:
    """Begins when the run is made."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._silent = True

    def spoke(self, app: str) -> None:
        """A piece of the answer is there; the first one counts."""
        if self._silent:
            self._silent = False
            metrics.FIRST_TOKEN.labels(app).observe(self.seconds)

    def ended(self, app: str, status: str, draft: Draft) -> None:
        metrics.RUNS.labels(app, status).inc()
        metrics.RUN_SECONDS.labels(app).observe(self.seconds)
        if left_out := draft.unreadable + draft.unknown:
            metrics.UNREADABLE.labels(app).inc(left_out)

    @staticmethod
    def heard(app: str, event: StreamEvent) -> None:
        """What the app says that its answer took, whoever may see it."""
        if isinstance(event, MessageEndEvent):
            metrics.TOKENS.labels(app).inc(max(event.metadata.usage.total_tokens, 0))

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began
