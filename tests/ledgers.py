"""Ledgers for tests: the migrations take longer than most of them."""

import asyncio
from pathlib import Path

from app.ledger import Ledger


def new_ledger(path: Path) -> Path:
    """A SQLite ledger on its first day at ``path``, of which each test takes a copy."""

    async def make() -> None:
        async with Ledger.opened(f"sqlite+aiosqlite:///{path}"):
            pass

    asyncio.run(make())
    return path
