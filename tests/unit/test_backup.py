"""What is saved is there again after it was restored, and nothing is ever written over."""

import os
import sqlite3
import stat
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.backup import BackupFailed, restore, save
from app.ledger import Ledger
from app.settings import Settings, load
from tests.unit.postgres import Postgres

ME = "visitor-1"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith(("PARLEY_", "OPENAI_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def settings_of(folder: Path, url: str = "") -> Settings:
    return load(data_dir=folder, database_url=url)


def filled(folder: Path) -> None:
    """A data folder as a server leaves it, but for the ledger."""
    (folder / "deeper").mkdir(parents=True)
    (folder / "secret_key").write_text("the secret of the cookies")
    (folder / "secret_key").chmod(0o600)
    (folder / "deeper" / "key").write_text("a key")
    for name in ("ledger.db.lock", "embedded.url"):
        (folder / name).write_text("a running server's")
    with closing(sqlite3.connect(folder / "embedded.sqlite3")) as database, database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE kept (word TEXT)")
        database.execute("INSERT INTO kept VALUES ('of the embedded app')")


async def asked(url: str, text: str) -> None:
    async with Ledger.opened(url) as ledger:
        await ledger.begin("app-1", ME, text, None, {})


async def questions(url: str) -> list[str]:
    async with Ledger.opened(url) as ledger:
        return [row.name for row in await ledger.conversations("app-1", ME)]


async def test_what_was_saved_while_others_write_is_there_again_in_an_empty_folder(tmp_path):
    one, two, file = settings_of(tmp_path / "one"), settings_of(tmp_path / "two"), tmp_path / "backup"
    filled(one.data_dir)
    await asked(one.ledger_url, "Before?")
    with closing(sqlite3.connect(one.data_dir / "ledger.db")) as writing:
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("DELETE FROM conversations")
        save(one, file)
        writing.rollback()
    await restore(two, file)
    assert await questions(two.ledger_url) == ["Before?"]
    assert (two.data_dir / "secret_key").read_text() == "the secret of the cookies"
    assert (two.data_dir / "deeper" / "key").read_text() == "a key"
    with closing(sqlite3.connect(two.data_dir / "embedded.sqlite3")) as database:
        assert database.execute("SELECT word FROM kept").fetchall() == [("of the embedded app",)]
    assert not (two.data_dir / "embedded.url").exists()


async def test_a_backup_and_what_is_restored_are_their_owner_s_alone(tmp_path):
    one, two, file = settings_of(tmp_path / "one"), settings_of(tmp_path / "two"), tmp_path / "backup"
    filled(one.data_dir)
    await asked(one.ledger_url, "Why?")
    save(one, file)
    await restore(two, file)
    for path in (file, two.data_dir / "secret_key", two.data_dir / "ledger.db"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "one", "two"]


async def test_a_ledger_that_stands_elsewhere_is_restored_where_the_settings_say(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    one = settings_of(tmp_path / "one", f"sqlite+aiosqlite:///{tmp_path}/elsewhere/its.db")
    filled(one.data_dir)
    await asked(one.ledger_url, "Why?")
    save(one, tmp_path / "backup")
    two = settings_of(tmp_path / "two")
    await restore(two, tmp_path / "backup")
    assert await questions(two.ledger_url) == ["Why?"]


async def test_nothing_is_written_over(tmp_path):
    one, file = settings_of(tmp_path / "one"), tmp_path / "backup"
    filled(one.data_dir)
    await asked(one.ledger_url, "Why?")
    save(one, file)
    was = file.read_bytes()
    with pytest.raises(BackupFailed, match="backup is there already"):
        save(one, file)
    assert file.read_bytes() == was
    await asked(one.ledger_url, "And then?")
    with pytest.raises(BackupFailed, match="restore into an empty folder"):
        await restore(one, file)
    assert sorted(await questions(one.ledger_url)) == ["And then?", "Why?"]


async def test_a_backup_stands_outside_of_what_it_saves(tmp_path):
    one = settings_of(tmp_path / "one")
    filled(one.data_dir)
    await asked(one.ledger_url, "Why?")
    with pytest.raises(BackupFailed, match="name one that is elsewhere"):
        save(one, one.data_dir / "backup")
    assert not (one.data_dir / "backup").exists()


async def test_without_a_ledger_there_is_nothing_to_save_and_nothing_is_left(tmp_path):
    with pytest.raises(BackupFailed, match="There is nothing to save"):
        save(settings_of(tmp_path / "none"), tmp_path / "backup")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08\0cut"])
async def test_a_file_that_is_no_backup_is_told(tmp_path, content):
    (tmp_path / "backup").write_bytes(content)
    with pytest.raises(BackupFailed, match="is no backup of Parley's, or is not whole"):
        await restore(settings_of(tmp_path / "two"), tmp_path / "backup")


async def test_of_a_backup_that_was_cut_off_nothing_is_restored(tmp_path):
    one, file = settings_of(tmp_path / "one"), tmp_path / "backup"
    filled(one.data_dir)
    await asked(one.ledger_url, "Why?")
    save(one, file)
    file.write_bytes(file.read_bytes()[:-400])
    with pytest.raises(BackupFailed, match="is not whole"):
        await restore(settings_of(tmp_path / "two"), file)
    assert not (tmp_path / "two").exists()


async def test_an_archive_puts_nothing_outside_of_the_folder(tmp_path):
    one, file = settings_of(tmp_path / "one"), tmp_path / "backup.tar"
    filled(one.data_dir)
    await asked(one.ledger_url, "Why?")
    save(one, tmp_path / "backup")
    with tarfile.open(tmp_path / "backup") as good, tarfile.open(file, "w") as bad:
        for member in good.getmembers():
            bad.addfile(member, good.extractfile(member))
        bad.add(tmp_path / "one" / "secret_key", "data/../../escaped")
    await restore(settings_of(tmp_path / "deep" / "two"), file)
    assert list(tmp_path.rglob("escaped")) == []


class TestPostgresql:
    """With the client programs of the server that PyPI's ``pgserver`` brings."""

    @pytest.fixture
    def programs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        import pgserver

        programs = Path(pgserver.__file__).parent / "pginstall" / "bin"
        monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")

    @pytest.fixture
    def urls(self, postgres: Postgres) -> Iterator[tuple[str, str]]:
        with postgres.empty() as one, postgres.empty() as two:
            yield one, two

    async def test_a_ledger_in_postgresql_is_there_again(self, tmp_path, programs, urls):
        one, two = (settings_of(tmp_path / name, url) for name, url in zip(("one", "two"), urls, strict=True))
        filled(one.data_dir)
        await asked(one.ledger_url, "为什么?")
        save(one, tmp_path / "backup")
        await restore(two, tmp_path / "backup")
        assert await questions(two.ledger_url) == ["为什么?"]
        assert (two.data_dir / "secret_key").exists()
        three = settings_of(tmp_path / "three", two.database_url)
        with pytest.raises(BackupFailed, match="has tables already"):
            await restore(three, tmp_path / "backup")
        with pytest.raises(BackupFailed, match="The backup's ledger is PostgreSQL"):
            await restore(settings_of(tmp_path / "four"), tmp_path / "backup")

    async def test_without_the_program_it_is_said_which_to_install(self, tmp_path, monkeypatch, urls):
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(BackupFailed, match="pg_dump is not on PATH: install"):
            save(settings_of(tmp_path / "one", urls[0]), tmp_path / "backup")

    async def test_a_password_is_on_no_command_line_and_in_no_sentence(self, tmp_path, monkeypatch):
        program = tmp_path / "pg_dump"
        program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/said; echo "no $PGPASSWORD here" >&2; exit 1\n')
        program.chmod(0o700)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
        url = "postgresql://me:hunter%402@127.0.0.1:9/parley?sslmode=prefer"
        with pytest.raises(BackupFailed, match=r"pg_dump failed: no … here$"):
            save(settings_of(tmp_path / "one", url), tmp_path / "backup")
        assert "--dbname=postgresql://me@127.0.0.1:9/parley?sslmode=prefer" in (tmp_path / "said").read_text()
