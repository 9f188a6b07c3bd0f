"""The engine of the ledger's database, a SQLite file or PostgreSQL: how each is reached."""

import sqlite3
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from app.ledger import heap

# Seconds that somebody waits at most: for a connection of the pool, for a new one, and for a statement.
FREE, CONNECT, STATEMENT = 5.0, 5.0, 10.0
BUSY = 5.0  # the same for SQLite's one writer


def made(url: str, *, patient: bool = False) -> AsyncEngine:
    """An engine for ``sqlite+aiosqlite:///…`` or ``postgresql://…``, which is read as libpq reads it.

    Where the database cannot be reached in time, or is lost, its methods raise ``SQLAlchemyError``; the pool then makes
    new connections. A ``patient`` one waits for statements as long as they take, and keeps no connection.
    """
    if url.startswith("sqlite"):
        heap.share()
        engine = create_async_engine(url, hide_parameters=True, connect_args={"factory": _Closing})
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        return engine
    pool: dict[str, Any] = {"poolclass": NullPool} if patient else {"pool_pre_ping": True, "pool_timeout": FREE}
    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: connected(url, patient=patient), hide_parameters=True, **pool
    )
    event.listen(engine.sync_engine, "handle_error", _as_of_a_database)
    return engine


async def connected(url: str, *, patient: bool = False, server_settings: dict[str, str] | None = None) -> Any:
    """A connection of asyncpg's to PostgreSQL. Raises ``OperationalError`` where it cannot be had in time."""
    import asyncpg  # Whoever has SQLite needs no driver of PostgreSQL.

    class Connection(asyncpg.Connection):  # type: ignore[misc]
        """One that says itself that it was lost, where SQLAlchemy asks it whether it is there or ends a transaction."""

        async def execute(self, *given: Any, **named: Any) -> Any:
            return await self._or_lost(super().execute(*given, **named))

        async def fetchrow(self, *given: Any, **named: Any) -> Any:
            return await self._or_lost(super().fetchrow(*given, **named))

        async def _or_lost(self, answer: Awaitable[Any]) -> Any:
            try:
                return await answer
            except (OSError, TimeoutError) as error:
                self.terminate()
                raise asyncpg.InterfaceError("connection is closed") from error

    timeout = None if patient else STATEMENT
    try:
        return await asyncpg.connect(
            url, timeout=CONNECT, command_timeout=timeout, connection_class=Connection, server_settings=server_settings
        )
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise OperationalError("connect", None, error) from error


def _as_of_a_database(context: ExceptionContext) -> None:
    """What Python raises for a connection that is lost, or silent for too long, is nothing that SQLAlchemy knows."""
    error = context.original_exception
    if isinstance(error, OSError | TimeoutError):
        context.is_disconnect = True
        raise OperationalError(context.statement, None, error) from error


class _Closing(sqlite3.Connection):
    """One that is closed within a transaction, since whoever began it was cancelled, lets the next writer in.

    SQLite would keep it, and its lock, as long as any statement of it is there, which a traceback may hold for long.
    """

    def close(self) -> None:
        with suppress(sqlite3.Error):  # Closed twice.
            self.rollback()
        super().close()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute(f"PRAGMA busy_timeout={int(BUSY * 1000)}")
    cursor.close()
