"""Looking at the ledger's database without making or changing anything."""

from pathlib import Path

from sqlalchemy import Connection, inspect, make_url

from app.ledger.engine import made
from app.ledger.migrate import check


async def has_tables(url: str) -> bool:
    """Whether there is a ledger at ``url`` already. Raises ``NewerLedger``, and ``LedgerFailed`` or ``OSError`` where
    nothing can be had."""
    if url.startswith("sqlite") and not _is_there(Path(make_url(url).database or "")):
        return False
    engine = made(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_has_tables)
    finally:
        await engine.dispose()


def _is_there(file: Path) -> bool:
    if not file.parent.is_dir():
        raise FileNotFoundError(2, "No such folder", str(file.parent))
    return file.exists()


def _has_tables(connection: Connection) -> bool:
    check(connection)
    return inspect(connection).has_table("conversations")
