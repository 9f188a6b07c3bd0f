"""The engine of the ledger's database, a SQLite file or PostgreSQL: how each is reached."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

# Seconds that somebody waits at most: for a connection of the pool, for a new one, and for a statement.
FREE, CONNECT, STATEMENT = 5.0, 5.0, 10.0


def made(url: str, *, patient: bool = False) -> AsyncEngine:
    """An engine for ``sqlite+aiosqlite:///…`` or ``postgresql://…``, which is read as libpq reads it.

    Where the database cannot be reached in time, or is lost, its methods raise ``SQLAlchemyError``; the pool then makes
    new connections. A ``patient`` one waits for statements as long as they take, and keeps no connection.
    """
    if url.startswith("sqlite"):
        engine = create_async_engine(url, hide_parameters=True)
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        return engine
    pool: dict[str, Any] = {"poolclass": NullPool} if patient else {"pool_pre_ping": True, "pool_timeout": FREE}
    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: _connected(url, patient), hide_parameters=True, **pool
    )
    event.listen(engine.sync_engine, "handle_error", _as_of_a_database)
    return engine


async def _connected(url: str, patient: bool) -> Any:
    import asyncpg  # Whoever has SQLite needs no driver of PostgreSQL.

    try:
        return await asyncpg.connect(url, timeout=CONNECT, command_timeout=None if patient else STATEMENT)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise OperationalError("connect", None, error) from error


def _as_of_a_database(context: ExceptionContext) -> None:
    """A connection that is lost, or silent for too long, raises what Python has for it, of which SQLAlchemy knows
    nothing."""
    error = context.original_exception
    if isinstance(error, OSError | TimeoutError):
        context.is_disconnect = True
        raise OperationalError(context.statement, None, error) from error


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=5000")
    cursor.close()
