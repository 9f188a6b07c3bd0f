"""Who may open a ledger: several processes at once, or one server alone, until it ends in whatever way."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from app.ledger import Ledger, LedgerTaken, alone
from tests.unit.sql import sql

ROOT = Path(__file__).parents[3]
# A server of its own: it says "open" once it has the ledger, and then does nothing for long.
SERVER = """
import asyncio, sys
from app.ledger import Ledger

async def serve():
    async with Ledger.opened(sys.argv[1], alone=True):
        print("open", flush=True)
        await asyncio.sleep(60)

asyncio.run(serve())
"""


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alone, "TRIES", 0)


@pytest.fixture
def another(ledger_url: str) -> Iterator[subprocess.Popen[str]]:
    """Another server has the ledger open, alone."""
    command = [sys.executable, "-c", SERVER, ledger_url]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline() == "open\n"
        yield process
        process.kill()


async def test_a_ledger_that_a_server_has_alone_is_opened_by_no_other_until_that_is_killed(
    ledger_url, another, monkeypatch
):
    for mine in (True, False):
        with pytest.raises(LedgerTaken, match=r"Another server has .* open"):
            async with Ledger.opened(ledger_url, alone=mine):
                pass
    another.kill()
    monkeypatch.setattr(alone, "TRIES", 40)  # PostgreSQL hears of it a moment later
    async with Ledger.opened(ledger_url, alone=True) as ledger:
        assert await ledger.conversations("app-1", "visitor-1") == []


async def test_one_that_is_about_to_end_is_waited_for(ledger_url, monkeypatch):
    monkeypatch.setattr(alone, "TRIES", 400)
    async with AsyncExitStack() as first:
        await first.enter_async_context(alone.open_to(ledger_url, alone=True))
        second = asyncio.create_task(refused(ledger_url))
        await asyncio.wait({second}, timeout=0.1)
        assert not second.done()
        await first.aclose()
        assert not await second


async def test_those_that_know_of_one_another_have_it_together_and_nobody_alone(ledger_url):
    async with Ledger.opened(ledger_url) as first, Ledger.opened(ledger_url) as second:
        conversation, *_ = await first.begin("app-1", "visitor-1", "Why?", None, {})
        assert await second.conversation("app-1", "visitor-1", conversation.id)
        with pytest.raises(LedgerTaken):
            async with Ledger.opened(ledger_url, alone=True):
                pass
    async with Ledger.opened(ledger_url, alone=True):
        pass


async def test_several_that_start_at_once_migrate_once(empty_url):
    async with AsyncExitStack() as stack:
        opening = (stack.enter_async_context(Ledger.opened(empty_url)) for _ in range(4))
        for ledger in await asyncio.gather(*opening):
            assert len(await sql(ledger, "SELECT version_num FROM alembic_version")) == 1


async def test_a_lock_that_was_lost_with_the_database_is_held_again_once_that_is_back(lone, monkeypatch):
    monkeypatch.setattr(alone, "LOOK", 0.05)
    async with Ledger.opened(lone.url, alone=True):
        lone.stop()
        lone.start()
        for _ in range(100):
            if await refused(lone.url):
                return
            await asyncio.sleep(0.1)
        pytest.fail("the lock was not held again")


async def refused(url: str) -> bool:
    try:
        async with alone.open_to(url, alone=True):
            return False
    except LedgerTaken:
        return True


async def test_a_database_in_memory_is_nobody_else_s():
    async with (
        Ledger.opened("sqlite+aiosqlite:///:memory:", alone=True),
        alone.open_to("sqlite+aiosqlite:///:memory:", alone=True),
    ):
        pass
