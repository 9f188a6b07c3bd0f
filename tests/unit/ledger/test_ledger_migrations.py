"""The migrations make the tables that the models name."""

import asyncio
import json
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from app.ledger import Ledger, LedgerTaken, NewerLedger, NoSuchRevision, alone, go_to
from app.ledger.engine import made
from app.ledger.inbox import Filter
from app.ledger.migrate import MIGRATIONS, newest, revisions
from app.ledger.rows import Base
from tests.unit.sql import sql

T = TypeVar("T")


def config_of(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


async def connected(url: str, do: Callable[[Connection], T]) -> T:
    """What ``do`` gives, in one transaction."""
    engine = made(url, patient=True)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(do)
    finally:
        await engine.dispose()


def _has_a_model(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or not str(name).startswith("search_index")


def _differs(*given: Any) -> bool:
    """Whether a column has another default than the model says: one database says its type, one puts it in brackets."""
    there, wanted = (str(default or "").partition("::")[0].strip("()'") for default in (given[3], given[5]))
    return there != wanted


def tables(connection: Connection) -> set[str]:
    """Those with a model; the index of the search is made of tables of its own."""
    names = inspect(connection).get_table_names()
    return {name for name in names if name != "alembic_version" and not name.startswith("search_index")}


async def test_the_migrations_make_what_the_models_say(empty_url):
    def migrated(connection: Connection) -> tuple[list[Any], set[str]]:
        command.upgrade(config_of(connection), "head")
        options = {"compare_type": True, "compare_server_default": _differs, "include_name": _has_a_model}
        context = MigrationContext.configure(connection, opts=options)
        return compare_metadata(context, Base.metadata), tables(connection)

    assert await connected(empty_url, migrated) == ([], set(Base.metadata.tables))


async def test_the_migrations_can_be_taken_back_and_run_again(empty_url):
    def there_and_back(connection: Connection) -> list[set[str]]:
        seen = []
        for step, where in ((command.upgrade, "head"), (command.downgrade, "base"), (command.upgrade, "head")):
            step(config_of(connection), where)
            seen.append(tables(connection))
        return seen

    whole = set(Base.metadata.tables)
    assert await connected(empty_url, there_and_back) == [whole, set(), whole]


ROW = {
    "app": "app-1", "id": "m-1", "user": "visitor-1", "conversation_id": "c-1", "upstream_id": "up-1",
    "question": "会保留吗？", "answer": "Yes. 🙂", "status": "done", "notice": "{}",
    "notes": '[{"key": "note_annotated"}]', "citations": '[{"position": 1}]', "hidden": False, "created_at": 100.5,
}  # fmt: skip
JSON = ("notice", "notes", "citations", "thoughts", "forms")


def put_row(connection: Connection, given: dict[str, Any] = ROW) -> None:
    names, values = ", ".join(f'"{name}"' for name in given), ", ".join(f":{name}" for name in given)
    connection.execute(text(f"INSERT INTO messages ({names}) VALUES ({values})"), given)


def row(connection: Connection) -> dict[str, object]:
    """As it stands there: a driver may have read JSON already."""
    [found] = connection.execute(text("SELECT * FROM messages")).mappings()
    return {k: json.dumps(value) if k in JSON and not isinstance(value, str) else value for k, value in found.items()}


async def test_a_turn_from_before_there_were_steps_has_none_and_keeps_all_else(empty_url):
    def migrated(connection: Connection) -> None:
        config = config_of(connection)
        command.upgrade(config, "0001")
        put_row(connection)
        assert row(connection) == ROW
        command.upgrade(config, "0002")
        assert row(connection) == {**ROW, "thoughts": "[]", "forms": "[]", "workflow_run_id": ""}
        assert len(inspect(connection).get_indexes("messages")) == 2
        command.downgrade(config, "0001")
        assert row(connection) == ROW
        assert len(inspect(connection).get_indexes("messages")) == 2
        assert inspect(connection).get_pk_constraint("messages")["constrained_columns"] == ["app", "id"]

    await connected(empty_url, migrated)


async def test_a_ledger_of_the_first_tables_is_opened_with_its_turns(empty_url):
    def first(connection: Connection) -> None:
        command.upgrade(config_of(connection), "0001")
        put_row(connection)

    await connected(empty_url, first)
    async with Ledger.opened(empty_url) as ledger:
        [old] = await ledger.messages("app-1", "visitor-1", "c-1")
        assert (old.question, old.answer, old.notes) == ("会保留吗？", "Yes. 🙂", [{"key": "note_annotated"}])
        assert (old.thoughts, old.forms, old.workflow_run_id) == ([], [], "")


async def test_an_account_of_before_is_the_person_that_its_name_was(empty_url):
    def before(connection: Connection) -> None:
        command.upgrade(config_of(connection), "0010")
        connection.execute(text("INSERT INTO accounts VALUES ('änna', 'hash', '[\"staff\"]', 1.5)"))

    await connected(empty_url, before)
    async with Ledger.opened(empty_url) as ledger:
        [account] = await ledger.accounts.all()
        assert (account.name, account.user, account.groups) == ("änna", "local:änna", ["staff"])
        assert await sql(ledger, 'SELECT "user" FROM accounts') == [("local:änna",)]


async def test_a_conversation_of_before_there_was_an_inbox_is_in_it_with_its_last_question(empty_url):
    def before(connection: Connection) -> None:
        command.upgrade(config_of(connection), "0012")
        columns = 'app, id, "user", name, inputs, created_at, updated_at'
        for id in ("c-1", "c-2"):
            values = f"'app-1', '{id}', 'visitor-1', '', '{{}}', 1.0, 7.5"
            connection.execute(text(f"INSERT INTO conversations ({columns}) VALUES ({values})"))
        turns = [("m-1", "done", False, 2.0), ("m-2", "failed", False, 3.0), ("m-3", "done", True, 4.0)]
        for id, status, hidden, at in turns:
            turn = {"id": id, "status": status, "hidden": hidden, "created_at": at, "question": f"Why\n{id}?"}
            put_row(connection, {**ROW, **turn})

    await connected(empty_url, before)
    async with Ledger.opened(empty_url) as ledger:
        lines = (await ledger.inbox.page({"app-1"}, "agent-1", Filter())).lines
    seen = [(line.id, line.excerpt, line.asked_at, line.failed, line.status, line.assignee) for line in lines]
    assert seen == [("c-2", "", 7.5, False, "open", ""), ("c-1", "Why m-2?", 3.0, True, "open", "")]


async def test_answers_and_ratings_of_before_there_were_numbers_are_counted(empty_url):
    def before(connection: Connection) -> None:
        command.upgrade(config_of(connection), "0013")
        names = 'app, id, "user", name, inputs, created_at, updated_at'
        values = "'app-1', 'c-1', 'v', '', '{}', 1.0, 9.5"
        connection.execute(text(f"INSERT INTO conversations ({names}) VALUES ({values})"))
        for id, status, ended_at in (("r-1", "done", 1799.9), ("r-2", "failed", 1000.0), ("r-3", "running", None)):
            run = {"id": id, "status": status, "at": ended_at}
            names = 'app, id, "user", conversation_id, message_id, status, started_at, ended_at'
            values = "'app-1', :id, 'v', 'c-1', 'm-1', :status, 0.5, :at"
            connection.execute(text(f"INSERT INTO runs ({names}) VALUES ({values})"), run)
        connection.execute(text("INSERT INTO ratings VALUES ('app-1', 'c-1', 'u-1', 'v', 'dislike')"))

    await connected(empty_url, before)
    async with Ledger.opened(empty_url) as ledger:
        kept = await sql(ledger, "SELECT app, at, currency, done, failed, interrupted, price FROM tallies")
        assert kept == [("app-1", 900, "", 1, 1, 0, 0.0)]
        assert await sql(ledger, "SELECT at, reason, done_at FROM ratings") == [(9.5, "", None)]


def test_the_migrations_have_one_head():
    assert ScriptDirectory.from_config(config_of()).get_heads() == [newest()]


async def test_an_opened_ledger_is_at_the_newest_migration(empty_url):
    head = ScriptDirectory.from_config(config_of()).get_current_head()
    for _ in range(2):
        async with Ledger.opened(empty_url) as ledger:
            assert await sql(ledger, "SELECT version_num FROM alembic_version") == [(head,)]


async def test_what_migrates_is_read_only_where_something_is_to_be_migrated(empty_url):
    opening = f"""
import asyncio, sys
from app.ledger import Ledger, LedgerTaken, NewerLedger, NoSuchRevision, alone, go_to
async def main():
    async with Ledger.opened({empty_url!r}): pass
asyncio.run(main())
print("alembic" in sys.modules)
"""
    for read in ("True", "False"):
        ran = await asyncio.create_subprocess_exec(sys.executable, "-c", opening, stdout=asyncio.subprocess.PIPE)
        said, _ = await ran.communicate()
        assert said.decode().split()[-1] == read


@pytest.mark.parametrize("revision", revisions()[:-1])
async def test_the_tables_go_back_to_each_revision_and_forward_again_with_what_was_asked(empty_url, revision):
    async with Ledger.opened(empty_url) as ledger:
        await ledger.begin("app-1", "visitor-1", "Why?", None, {})
    assert await go_to(empty_url, revision) == (newest(), revision)
    assert await go_to(empty_url) == (revision, newest())
    async with Ledger.opened(empty_url) as ledger:
        [conversation] = await ledger.conversations("app-1", "visitor-1")
        [message] = await ledger.messages("app-1", "visitor-1", conversation.id)
    assert (conversation.name, message.question) == ("Why?", "Why?")


async def test_the_tables_are_moved_while_no_server_has_them(empty_url, monkeypatch):
    monkeypatch.setattr(alone, "TRIES", 0)
    async with Ledger.opened(empty_url, alone=True):
        with pytest.raises(LedgerTaken):
            await go_to(empty_url)


async def test_a_revision_that_there_is_not_is_told_with_those_that_there_are(empty_url):
    with pytest.raises(NoSuchRevision, match="There is no revision 0005: there are 0001, 0002"):
        await go_to(empty_url, "0005")


async def test_a_ledger_that_a_newer_version_has_changed_is_left_alone(empty_url):
    async with Ledger.opened(empty_url) as ledger:
        await sql(ledger, "UPDATE alembic_version SET version_num = 'of tomorrow'")
    with pytest.raises(NewerLedger, match="revision of tomorrow, which this version of Parley does not know"):
        async with Ledger.opened(empty_url):
            pass
