"""A ledger in a file of the test's own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.ledger import Ledger


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
async def ledger(ledger_file: Path) -> AsyncIterator[Ledger]:
    async with Ledger.opened(f"sqlite+aiosqlite:///{ledger_file}") as opened:
        yield opened
