"""What a process counts of itself, in Prometheus' terms. No label says who anybody is, or what was written."""

from app.metrics.counted import (
    ERRORS,
    FIRST_TOKEN,
    LOOP_LAG,
    RUN_SECONDS,
    RUNS,
    RUNS_OPEN,
    SOCKETS,
    TOKENS,
    UNREADABLE,
    WAITING,
    WAITING_LONGEST,
)
from app.metrics.lag import watched_loop
from app.metrics.shared import exposition, shared

__all__ = [
    "ERRORS",
    "FIRST_TOKEN",
    "LOOP_LAG",
    "RUNS",
    "RUNS_OPEN",
    "RUN_SECONDS",
    "SOCKETS",
    "TOKENS",
    "UNREADABLE",
    "WAITING",
    "WAITING_LONGEST",
    "exposition",
    "shared",
    "watched_loop",
]
