"""A ledger in a file of the test's own, a chat over an upstream whose answers the test gives, and how properties are
tried."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import hypothesis
import pytest

from app.chat import Chat
from app.ledger import Ledger
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from tests.authorities import one_authority
from tests.unit.runs.doubles import Upstream

__all__ = ["one_authority"]

# A machine that is busy for a moment is no counterexample.
hypothesis.settings.register_profile("parley", deadline=None, database=None)
hypothesis.settings.load_profile("parley")


@pytest.fixture(scope="session")
def _new_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger on its first day, of which each test takes a copy: the migrations take longer than a test."""
    path = tmp_path_factory.mktemp("ledger") / "new.db"

    async def make() -> None:
        async with Ledger.opened(f"sqlite+aiosqlite:///{path}"):
            pass

    asyncio.run(make())
    return path


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
async def ledger(ledger_file: Path, _new_ledger: Path) -> AsyncIterator[Ledger]:
    shutil.copyfile(_new_ledger, ledger_file)
    async with Ledger.opened(f"sqlite+aiosqlite:///{ledger_file}") as opened:
        yield opened


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    """It has what the contract names, parameters and tools' icons, and neither ``/info`` nor ``/site``."""
    made = Upstream()
    made.on("GET /v1/parameters", {"opening_statement": "Hello."})
    made.on("GET /v1/meta", {"tool_icons": {}})
    async with made.client:
        yield made


@pytest.fixture
async def chat(ledger: Ledger, upstream: Upstream) -> AsyncIterator[Chat]:
    chat = Chat("app-1", upstream.client, ledger, Runs(ledger, MemoryRunLog()))
    yield chat
    await chat.close()
