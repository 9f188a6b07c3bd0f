"""The migrations make the tables that the models name."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect

from app.ledger import Ledger
from app.ledger.migrate import MIGRATIONS
from app.ledger.rows import Base


def config_of(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


@pytest.fixture
def connection(tmp_path: Path):
    engine = create_engine(f"sqlite:///{tmp_path / 'plain.db'}")
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_the_migrations_make_what_the_models_say(connection):
    command.upgrade(config_of(connection), "head")
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    assert compare_metadata(context, Base.metadata) == []
    assert tables(connection) == set(Base.metadata.tables)


def test_the_migrations_can_be_taken_back_and_run_again(connection):
    config = config_of(connection)
    command.upgrade(config, "head")
    command.downgrade(config, "base")
    assert tables(connection) == set()
    command.upgrade(config, "head")
    assert tables(connection) == set(Base.metadata.tables)


def test_the_migrations_have_one_head():
    assert len(ScriptDirectory.from_config(config_of()).get_heads()) == 1


async def test_an_opened_ledger_is_at_the_newest_migration(ledger_file):
    head = ScriptDirectory.from_config(config_of()).get_current_head()
    for _ in range(2):
        async with Ledger.opened(f"sqlite+aiosqlite:///{ledger_file}"):
            with closing(sqlite3.connect(ledger_file)) as connection:
                assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(head,)]
