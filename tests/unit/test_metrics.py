"""How late the loop is, and the metrics of several workers at the one that is asked."""

import asyncio
import time

from prometheus_client.parser import text_string_to_metric_families

from app.metrics import exposition, lag, shared, watched_loop
from app.metrics.counted import REGISTRY
from app.relay import Relay
from tests.redis_server import RedisServer


async def test_a_loop_that_stood_still_is_seen(monkeypatch):
    monkeypatch.setattr(lag, "LOOK", 0.01)
    late = {"le": "0.1"}, {"le": "+Inf"}
    before = [REGISTRY.get_sample_value("parley_loop_lag_seconds_bucket", labels) or 0 for labels in late]
    async with watched_loop():
        time.sleep(0.2)  # noqa: ASYNC251 - what a handler that blocks does
        await asyncio.sleep(0.02)
    prompt, all_of_them = (
        (REGISTRY.get_sample_value("parley_loop_lag_seconds_bucket", labels) or 0) - was
        for labels, was in zip(late, before, strict=True)
    )
    assert all_of_them > prompt


async def workers_named(relay: Relay) -> list[str]:
    families = text_string_to_metric_families((await exposition(relay)).decode())
    [sockets] = [family for family in families if family.name == "parley_sockets"]
    return sorted(sample.labels["worker"] for sample in sockets.samples)


async def test_whichever_worker_is_asked_tells_of_all_under_their_names(tmp_path):
    server = RedisServer(tmp_path)
    server.start()
    try:
        async with Relay.opened(server.url) as one, Relay.opened(server.url) as two, shared(two):
            assert await workers_named(one) == sorted([one.worker, two.worker])
            server.stop()
            assert await workers_named(one) == [one.worker]
    finally:
        server.stop()
