"""A database that is away for a while, says nothing, is held by somebody else, or has no room left."""

import asyncio
import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.ledger import Ledger, LedgerFailed, engine, kind_of
from tests.unit.sql import sql

APP, ME = "app-1", "visitor-1"


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "FREE", 0.5)
    for name in ("CONNECT", "STATEMENT"):  # A machine that is busy takes its time for a connection that it gives.
        monkeypatch.setattr(engine, name, 2.0)


async def asked(ledger: Ledger, question: str = "Why?"):
    return await ledger.begin(APP, ME, question, None, {})


async def fails(ledger: Ledger, within: float = 8.0) -> str:
    """What kind of failure a question gets."""
    async with asyncio.timeout(within):
        with pytest.raises(LedgerFailed) as caught:
            await asked(ledger)
    return kind_of(caught.value)


async def test_a_database_that_was_away_is_asked_again_as_soon_as_it_is_back(lone):
    async with Ledger.opened(lone.url) as ledger:
        await asyncio.gather(*(asked(ledger) for _ in range(4)))
        lone.stop()
        for _ in range(2):
            assert await fails(ledger) == "away"
        lone.start()
        await asyncio.gather(*(asked(ledger) for _ in range(8)))
        assert len(await ledger.conversations(APP, ME)) >= 12


async def test_one_that_restarts_between_two_questions_is_not_noticed(lone):
    async with Ledger.opened(lone.url) as ledger:
        await asked(ledger)
        lone.stop()
        lone.start()
        await asked(ledger)


async def test_one_that_goes_away_in_mid_transaction_fails_and_leaves_nothing(lone):
    async with Ledger.opened(lone.url) as ledger:
        before = len(await ledger.conversations(APP, ME))
        async with asyncio.timeout(10):
            with pytest.raises(LedgerFailed) as caught:
                async with ledger._session.begin() as session:
                    connection = await session.connection()
                    await connection.exec_driver_sql("UPDATE conversations SET name = 'half'")
                    lone.stop()
                    await connection.exec_driver_sql("UPDATE conversations SET name = 'whole'")
        assert kind_of(caught.value) == "away"
        lone.start()
        rows = await ledger.conversations(APP, ME)
        assert len(rows) == before
        assert {"half", "whole"}.isdisjoint(row.name for row in rows)


@pytest.mark.usefixtures("quickly")
async def test_one_that_says_nothing_is_waited_for_some_seconds_and_no_longer(lone):
    async with Ledger.opened(lone.url) as ledger:
        [(backend,)] = await sql(ledger, "SELECT pg_backend_pid()")
        os.kill(backend, signal.SIGSTOP)
        try:
            async with asyncio.timeout(8):
                await asked(ledger)  # on a new connection, once the old one was given up
        finally:
            os.kill(backend, signal.SIGCONT)
        with lone.silent():
            assert await fails(ledger, within=9) == "away"
        await asked(ledger)


@pytest.mark.usefixtures("quickly")
async def test_a_statement_that_takes_too_long_is_given_up(lone):
    async with Ledger.opened(lone.url) as ledger:
        with pytest.raises(LedgerFailed) as caught:
            await sql(ledger, "SELECT pg_sleep(20)")
        assert kind_of(caught.value) == "away"
        await asked(ledger)


@pytest.mark.usefixtures("quickly")
async def test_whoever_gets_no_connection_is_told_in_time(lone):
    async with Ledger.opened(lone.url) as ledger:
        held = [ledger._session() for _ in range(15)]
        for session in held:
            await session.connection()
        assert await fails(ledger) == "away"
        for session in held:
            await session.close()
        await asked(ledger)


async def test_a_password_or_a_question_is_in_no_error(lone):
    async with Ledger.opened(lone.url) as ledger:
        await sql(ledger, "ALTER TABLE runs RENAME TO away")
        with pytest.raises(LedgerFailed) as caught:
            await asked(ledger, "A secret question")
        await sql(ledger, "ALTER TABLE away RENAME TO runs")
    assert kind_of(caught.value) == "ours"
    assert "secret question" not in str(caught.value)
    lone.stop()
    with pytest.raises(LedgerFailed) as refused:
        async with Ledger.opened(lone.url.replace("postgres:", "postgres:hunter2")):
            pass
    lone.start()
    assert "hunter2" not in repr(refused.value) + str(refused.value)


async def test_a_sqlite_file_that_somebody_holds_fails_in_time_and_loses_nothing(ledger_file, monkeypatch):
    monkeypatch.setattr(engine, "BUSY", 0.2)
    async with Ledger.opened(f"sqlite+aiosqlite:///{ledger_file}") as ledger:
        conversation, *_ = await asked(ledger)
        with closing(sqlite3.connect(ledger_file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert await fails(ledger) == "away"
            [row] = await ledger.conversations(APP, ME)
            assert row.id == conversation.id
            other.execute("ROLLBACK")
        await asked(ledger)
        assert len(await ledger.conversations(APP, ME)) == 2


async def test_a_disk_without_room_is_told_and_the_file_stays_whole(ledger_file: Path):
    """``max_page_count`` is each connection's, and the pool's are made anew: the small pages of a full one are kept."""
    async with Ledger.opened(f"sqlite+aiosqlite:///{ledger_file}") as ledger:
        _, message, run = await asked(ledger)
        async with ledger._session() as session:
            connection = await session.connection()
            await connection.exec_driver_sql("PRAGMA max_page_count = 1")  # as few as there are
        with pytest.raises(LedgerFailed) as caught:
            await ledger.save(run, "An answer. " * 100_000)
        assert kind_of(caught.value) == "full"
        row = await ledger.message(APP, ME, message.id)
        assert row is not None and (row.question, row.answer) == ("Why?", "")
        assert await sql(ledger, "PRAGMA integrity_check") == [("ok",)]
        async with ledger._session() as session:
            await (await session.connection()).exec_driver_sql("PRAGMA max_page_count = 1000000")
        await ledger.save(run, "An answer.")
