"""A ledger in a database of the test's own, a chat over an upstream that the test writes, and how properties are
tried."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import hypothesis
import pytest

from app.chat import Chat
from app.ledger import Ledger
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from tests.authorities import one_authority
from tests.ledgers import new_ledger
from tests.unit.postgres import Postgres, lone
from tests.unit.runs.doubles import Upstream

__all__ = ["lone", "one_authority"]

# A machine that is busy for a moment is no counterexample.
hypothesis.settings.register_profile("parley", deadline=None, database=None)
hypothesis.settings.load_profile("parley")


@pytest.fixture(scope="session")
def _new_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_ledger(tmp_path_factory.mktemp("ledger") / "new.db")


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture(scope="session")
def postgres(testrun_uid: str, worker_id: str) -> Postgres:
    """One server for all processes of the run."""
    pytest.importorskip("pgserver", reason="pgserver has no PostgreSQL for this Python")
    return Postgres(Path(tempfile.gettempdir()) / f"parley-postgres-{testrun_uid[:12]}", worker_id)


@pytest.fixture
def database() -> str:
    """Where the ledger is: a folder whose tests look at both has a fixture of that name for both."""
    return "sqlite"


@pytest.fixture
def empty_url(database: str, ledger_file: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database with nothing in it."""
    if database == "sqlite":
        yield f"sqlite+aiosqlite:///{ledger_file}"
    else:
        with request.getfixturevalue("postgres").empty() as url:
            yield url


@pytest.fixture
def ledger_url(database: str, ledger_file: Path, _new_ledger: Path, request: pytest.FixtureRequest) -> str:
    """The address of a ledger on its first day."""
    if database == "sqlite":
        shutil.copyfile(_new_ledger, ledger_file)
        return f"sqlite+aiosqlite:///{ledger_file}"
    return str(request.getfixturevalue("postgres").ledger())


@pytest.fixture
async def ledger(ledger_url: str) -> AsyncIterator[Ledger]:
    async with Ledger.opened(ledger_url) as opened:
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
