"""An upstream whose stream the test writes, and a run of it."""

from collections.abc import AsyncIterator

import pytest

from app.ledger import Ledger
from app.runs.log import MemoryRunLog
from app.runs.registry import LiveRun, Runs
from tests.unit.runs.doubles import Upstream
from tests.unit.runs.registry.steps import started


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    made = Upstream()
    async with made.client:
        yield made


@pytest.fixture
async def runs(ledger: Ledger, upstream: Upstream) -> AsyncIterator[Runs]:
    made = Runs(ledger, MemoryRunLog())
    yield made
    await made.close()


@pytest.fixture
async def run(runs: Runs, ledger: Ledger, upstream: Upstream) -> LiveRun:
    """A run whose question has been asked and whose stream is still to be written."""
    return await started(runs, ledger, upstream.client)
