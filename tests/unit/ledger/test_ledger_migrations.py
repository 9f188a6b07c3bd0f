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


def _has_a_model(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or not str(name).startswith("search_index")


def tables(connection: Connection) -> set[str]:
    """Those with a model; the index of the search is made of tables of SQLite's own."""
    names = inspect(connection).get_table_names()
    return {name for name in names if name != "alembic_version" and not name.startswith("search_index")}


def test_the_migrations_make_what_the_models_say(connection):
    command.upgrade(config_of(connection), "head")
    options = {"compare_type": True, "compare_server_default": True, "include_name": _has_a_model}
    context = MigrationContext.configure(connection, opts=options)
    assert compare_metadata(context, Base.metadata) == []
    assert tables(connection) == set(Base.metadata.tables)


def test_the_migrations_can_be_taken_back_and_run_again(connection):
    config = config_of(connection)
    command.upgrade(config, "head")
    command.downgrade(config, "base")
    assert tables(connection) == set()
    command.upgrade(config, "head")
    assert tables(connection) == set(Base.metadata.tables)


ROW = {
    "app": "app-1", "id": "m-1", "user": "visitor-1", "conversation_id": "c-1", "upstream_id": "up-1",
    "question": "会保留吗？", "answer": "Yes. 🙂", "status": "done", "notice": "{}",
    "notes": '[{"key": "note_annotated"}]', "citations": '[{"position": 1}]', "hidden": 0, "created_at": 100.5,
}  # fmt: skip


def row(connection: Connection) -> dict[str, object]:
    [found] = connection.exec_driver_sql("SELECT * FROM messages").mappings()
    return dict(found)


def test_a_turn_from_before_there_were_steps_has_none_and_keeps_all_else(connection):
    config = config_of(connection)
    command.upgrade(config, "0001")
    names = ", ".join(f'"{name}"' for name in ROW)
    connection.exec_driver_sql(f"INSERT INTO messages ({names}) VALUES ({', '.join('?' * len(ROW))})", (*ROW.values(),))
    assert row(connection) == ROW
    command.upgrade(config, "0002")
    assert row(connection) == {**ROW, "thoughts": "[]", "forms": "[]", "workflow_run_id": ""}
    assert len(inspect(connection).get_indexes("messages")) == 2
    command.downgrade(config, "0001")
    assert row(connection) == ROW
    assert len(inspect(connection).get_indexes("messages")) == 2
    assert inspect(connection).get_pk_constraint("messages")["constrained_columns"] == ["app", "id"]


async def test_a_ledger_of_the_first_tables_is_opened_with_its_turns(ledger_file):
    engine = create_engine(f"sqlite:///{ledger_file}")
    with engine.begin() as connection:
        command.upgrade(config_of(connection), "0001")
        names = ", ".join(f'"{name}"' for name in ROW)
        connection.exec_driver_sql(
            f"INSERT INTO messages ({names}) VALUES ({', '.join('?' * len(ROW))})", (*ROW.values(),)
        )
    engine.dispose()
    async with Ledger.opened(f"sqlite+aiosqlite:///{ledger_file}") as ledger:
        [old] = await ledger.messages("app-1", "visitor-1", "c-1")
        assert (old.question, old.answer, old.notes) == ("会保留吗？", "Yes. 🙂", [{"key": "note_annotated"}])
        assert (old.thoughts, old.forms, old.workflow_run_id) == ([], [], "")


def test_the_migrations_have_one_head():
    assert len(ScriptDirectory.from_config(config_of()).get_heads()) == 1


async def test_an_opened_ledger_is_at_the_newest_migration(ledger_file):
    head = ScriptDirectory.from_config(config_of()).get_current_head()
    for _ in range(2):
        async with Ledger.opened(f"sqlite+aiosqlite:///{ledger_file}"):
            with closing(sqlite3.connect(ledger_file)) as connection:
                assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(head,)]
