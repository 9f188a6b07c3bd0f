"""Bringing the ledger's tables to the newest migration, at start."""

import re
from pathlib import Path

from sqlalchemy import Connection, inspect, text

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
    if _current(connection) == newest():
        return
    # 10 MB, in each process: only for those who need it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def newest() -> str:
    """The revision that no other follows."""
    named = r'^(revision|down_revision)\b.*= "(\w+)"'
    found = [re.findall(named, file.read_text(), re.MULTILINE) for file in MIGRATIONS.glob("versions/*.py")]
    followed = {id for pairs in found for kind, id in pairs if kind == "down_revision"}
    head: str
    [head] = {id for pairs in found for kind, id in pairs if kind == "revision"} - followed
    return head


def _current(connection: Connection) -> str:
    """The revision that the database has; empty for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")
