"""The metrics of all workers at the one that is asked: each leaves its own in Redis, under a label of its name."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress

from prometheus_client import generate_latest
from prometheus_client.metrics_core import Metric
from redis.exceptions import RedisError

from app.background import background
from app.metrics.counted import REGISTRY
from app.relay import Relay

EVERY = 5.0  # seconds between two times that a worker leaves its own
KEPT = 15.0  # seconds for which they are there: then it is gone, or Redis was away


async def exposition(relay: Relay | None) -> bytes:
    """What Prometheus reads: of this process as it is now, of other workers as they left it some seconds ago.

    While Redis is away it is this process alone.
    """
    if relay is None:
        return generate_latest(REGISTRY)
    texts = [_packed(relay.worker)]
    with suppress(RedisError, OSError):
        if names := sorted(await relay.workers() - {relay.worker}):
            texts += [found for found in await relay.redis.mget(map(_place, names)) if found]
    return generate_latest(_Collected(_together(texts)))


@asynccontextmanager
async def shared(relay: Relay) -> AsyncIterator[None]:
    """Leave this worker's metrics in Redis while the block lasts."""
    await _leave(relay)
    async with background(_keep_leaving(relay)):
        yield


async def _keep_leaving(relay: Relay) -> None:
    while True:
        await asyncio.sleep(EVERY)
        await _leave(relay)


async def _leave(relay: Relay) -> None:
    with suppress(RedisError, OSError):  # The relay says that it is away.
        await relay.redis.set(_place(relay.worker), _packed(relay.worker), px=int(KEPT * 1000))


class _Collected:
    """Metrics as a registry gives them."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterable[Metric]:
        return self._metrics


def _packed(worker: str) -> bytes:
    families = [
        (
            it.name,
            it.documentation,
            it.type,
            [(one.name, {**one.labels, "worker": worker}, one.value) for one in it.samples],
        )
        for it in REGISTRY.collect()
    ]
    return json.dumps(families).encode()


def _together(texts: Sequence[bytes]) -> Iterable[Metric]:
    """One family a name, with the samples of all."""
    families: dict[str, Metric] = {}
    for text in texts:
        for name, documentation, kind, samples in json.loads(text):
            family = families.setdefault(name, Metric(name, documentation, kind))
            for sample, labels, value in samples:
                family.add_sample(sample, labels, value)
    return families.values()


def _place(worker: str) -> str:
    return f"parley:worker:{worker}:metrics"
