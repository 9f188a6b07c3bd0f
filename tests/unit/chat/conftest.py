"""A chat over an upstream whose answers the test gives."""

from collections.abc import AsyncIterator

import pytest

from app.chat import Chat
from app.ledger import Ledger
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from tests.unit.runs.doubles import Upstream


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    """It has parameters, and neither ``/info`` nor ``/site``."""
    made = Upstream()
    made.on("GET /v1/parameters", {"opening_statement": "Hello."})
    async with made.client:
        yield made


@pytest.fixture
async def chat(ledger: Ledger, upstream: Upstream) -> AsyncIterator[Chat]:
    runs = Runs(ledger, MemoryRunLog())
    yield Chat("app-1", upstream.client, ledger, runs)
    await runs.close()
