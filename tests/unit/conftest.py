"""A ledger in a file of the test's own, and how properties are tried."""

from collections.abc import AsyncIterator
from pathlib import Path

import hypothesis
import pytest

from app.ledger import Ledger

# A machine that is busy for a moment is no counterexample.
hypothesis.settings.register_profile("parley", deadline=None, database=None)
hypothesis.settings.load_profile("parley")


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
async def ledger(ledger_file: Path) -> AsyncIterator[Ledger]:
    async with Ledger.opened(f"sqlite+aiosqlite:///{ledger_file}") as opened:
        yield opened
