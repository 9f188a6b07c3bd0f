"""Bringing the ledger's tables to the newest migration, at start."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from app.ledger.alone import MIGRATING, migrating
from app.ledger.engine import made

MIGRATIONS = Path(__file__).parent / "migrations"


async def upgrade(url: str) -> None:
    """Run the migrations that the database has not seen, in one transaction. Of several processes one does it, and the
    others wait for it."""
    engine = made(url, patient=True)
    try:
        async with migrating(url), engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
