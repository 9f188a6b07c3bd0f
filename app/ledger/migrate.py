"""Bringing the ledger's tables to the newest migration, at start."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from app.ledger.engine import made

MIGRATIONS = Path(__file__).parent / "migrations"


async def upgrade(url: str) -> None:
    """Run the migrations that the database has not seen, in one transaction."""
    engine = made(url, patient=True)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
