"""The metrics. Each is written to when something begins or ends, never with each token."""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)

# When each series began would be a further series for each, and Prometheus sees it by itself.
disable_created_metrics()  # type: ignore[no-untyped-call]

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

RUNS = Counter("parley_runs", "Answers that have ended, by how.", ["app", "status"], registry=REGISTRY)
RUNS_OPEN = Gauge("parley_runs_open", "Answers that are being made.", registry=REGISTRY)
FIRST_TOKEN = Histogram(
    "parley_first_token_seconds",
    "From a question's sending to the first words of its answer.",
    ["app"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60),
    registry=REGISTRY,
)
RUN_SECONDS = Histogram(
    "parley_run_seconds",
    "From a question's sending to the end of its answer.",
    ["app"],
    buckets=(0.5, 1, 2, 5, 10, 20, 40, 80, 160, 320, 640),
    registry=REGISTRY,
)
TOKENS = Counter("parley_tokens", "Tokens that an app says its answers took.", ["app"], registry=REGISTRY)
UNREADABLE = Counter(
    "parley_events_left_out", "Events of answers that could not be read, or are unknown.", ["app"], registry=REGISTRY
)
ERRORS = Counter("parley_errors", "Errors, as the log names them.", ["kind", "code"], registry=REGISTRY)
SOCKETS = Gauge("parley_sockets", "Tabs that are connected.", registry=REGISTRY)
WAITING = Gauge("parley_waiting", "Customers who wait for a person.", ["app"], registry=REGISTRY)
WAITING_LONGEST = Gauge(
    "parley_waiting_longest_seconds",
    "For how long whoever has waited longest for a person has.",
    ["app"],
    registry=REGISTRY,
)
LOOP_LAG = Histogram(
    "parley_loop_lag_seconds",
    "How late the event loop did what was due: so long a batch of an answer may have waited.",
    buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5),
    registry=REGISTRY,
)
