"""Bringing the ledger's tables to the newest migration, at start."""

import re
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from app.ledger.alone import MIGRATING, migrating
from app.ledger.engine import made

MIGRATIONS = Path(__file__).parent / "migrations"


class NewerLedger(Exception):
    """A newer version of Parley has changed the tables. The text says so, and what can be done."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The ledger is at revision {revision}, which this version of Parley does not know: a newer one was here. "
            f"Start that one; or go back with it, by «parley migrate {newest()}», or to a backup from before."
        )


async def upgrade(url: str) -> None:
    """Run the migrations that the database has not seen, in one transaction. Of several processes one does it, and the
    others wait for it. Raises :class:`NewerLedger`."""
    engine = made(url, patient=True)
    try:
        async with migrating(url), engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
            await connection.run_sync(move)
    finally:
        await engine.dispose()


async def is_current(url: str) -> bool:
    """Whether the database has seen every migration."""
    engine = made(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_current) == newest()
    finally:
        await engine.dispose()


def move(connection: Connection, to: str = "") -> tuple[str, str]:
    """Bring the tables to a revision, the newest unless one is named; which one it was, and which it is. Raises
    :class:`NewerLedger`."""
    known = revisions()
    at, to = check(connection), to or newest()
    if at == to:
        return at, to
    # 10 MB, in each process: only for those who need it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    (command.downgrade if at and known.index(to) < known.index(at) else command.upgrade)(config, to)
    return at, to


def check(connection: Connection) -> str:
    """The revision that the database has; empty for a new one. Raises :class:`NewerLedger`."""
    if (at := _current(connection)) and at not in revisions():
        raise NewerLedger(at)
    return at


def revisions() -> list[str]:
    """All of them, from the first to the newest."""
    named = r'^(revision|down_revision)\b.*= "(\w+)"'
    found = [dict(re.findall(named, file.read_text(), re.MULTILINE)) for file in MIGRATIONS.glob("versions/*.py")]
    after = {pair.get("down_revision", ""): pair["revision"] for pair in found if pair}
    ordered: list[str] = []
    while following := after.get(ordered[-1] if ordered else ""):
        ordered.append(following)
    return ordered


def newest() -> str:
    """The revision that no other follows."""
    return revisions()[-1]


def _current(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")
