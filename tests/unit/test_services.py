"""The settings as they reach the parts of the process."""

import asyncio
import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app import services
from app.apps.watching import Stamp, stamp_of
from app.catalog import CatalogError
from app.identity.passes import Pass
from app.ledger import LedgerTaken, alone
from app.settings import Settings, SettingsError


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith(("PARLEY_", "OPENAI_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


async def disclaimer() -> str:
    async with services.running():
        return (await services.current().apps.at("").face("user-1")).disclaimer


async def test_a_named_model_reaches_the_embedded_app(monkeypatch):
    monkeypatch.setenv("PARLEY_MODEL", "some-model")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    assert "language model words" in await disclaimer()


async def test_a_key_alone_asks_no_model(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    assert "not a language model" in await disclaimer()


async def test_a_database_that_cannot_be_opened_is_told_with_why_and_without_its_password(tmp_path, monkeypatch):
    monkeypatch.setenv("PARLEY_DATABASE_URL", f"postgresql://me:hunter2@/parley?host={tmp_path}")
    with pytest.raises(SettingsError, match=r"^The ledger's database cannot be opened: .*No such file.*\.$") as caught:
        await disclaimer()
    assert "hunter2" not in str(caught.value)


async def test_a_ledger_whose_folder_is_not_there_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("PARLEY_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/nowhere/ledger.db")
    with pytest.raises(SettingsError, match=r"cannot be opened: .*No such file or directory: .*nowhere"):
        await disclaimer()


async def test_an_edit_of_the_file_of_apps_while_it_is_read_is_taken_later(tmp_path, monkeypatch):
    file = tmp_path / "apps.toml"
    file.write_text('[[app]]\nslug = "one"\nurl = "http://127.0.0.1:9/v1"\nkey = "app-secret"\n')
    before, read, of = stamp_of(file), list[Stamp](), services.Catalog.of

    def edited(settings: Settings) -> services.Catalog:
        named = of(settings)
        file.write_text("")
        return named

    @asynccontextmanager
    async def watched(_settings: Settings, _hosting: object, stamp: Stamp, _hide: object) -> AsyncIterator[None]:
        read.append(stamp)
        yield

    monkeypatch.setenv("PARLEY_CONFIG", str(file))
    monkeypatch.setattr(services.Catalog, "of", edited)
    monkeypatch.setattr(services, "watched", watched)
    async with services.running():
        assert read == [before]


FRAMED = '[[app]]\nslug = "one"\nembedded = "guide"\norigins = ["https://shop.example"]\n'


@pytest.mark.parametrize("way", ["open", "local"])
async def test_where_people_sign_in_an_app_in_other_sites_pages_has_visitors_without_a_name_where_it_says_so(
    tmp_path, monkeypatch, way
):
    file = tmp_path / "apps.toml"
    identity = '[app.identity]\nissuer = "https://shop.example"\nsecret_env = "SHOP_SECRET"\n'
    monkeypatch.setenv("SHOP_SECRET", "a secret of the host's, with 32 bytes or more")
    monkeypatch.setenv("PARLEY_CONFIG", str(file))
    monkeypatch.setenv("PARLEY_SIGN_IN", way)
    nameless = Pass("visitor-1", "one")
    for more, come in ((identity, way == "open"), (f"visitors = true\n{identity}", True), ("visitors = true\n", True)):
        file.write_text(FRAMED + more)
        async with services.running():
            assert services.current().frames.counts("one", nameless) is come


async def test_an_app_in_other_sites_pages_that_nobody_could_come_into_is_refused(tmp_path, monkeypatch):
    file = tmp_path / "apps.toml"
    file.write_text(FRAMED)
    monkeypatch.setenv("PARLEY_CONFIG", str(file))
    monkeypatch.setenv("PARLEY_SIGN_IN", "local")
    with pytest.raises(CatalogError, match=r"app 1 .one.: it has origins, but neither visitors nor an identity: where"):
        await disclaimer()


async def test_a_second_server_on_one_ledger_is_refused_with_what_to_do(monkeypatch):
    monkeypatch.setattr(alone, "TRIES", 0)
    async with services.running():
        with pytest.raises(LedgerTaken, match="PARLEY_DATA_DIR or PARLEY_DATABASE_URL"):
            async with services.running():
                pass


@pytest.mark.parametrize("database", ["postgresql"])
async def test_a_question_that_was_asked_is_there_after_the_next_start(ledger_url, monkeypatch):
    monkeypatch.setenv("PARLEY_DATABASE_URL", ledger_url)
    async with services.running():
        chat = services.current().apps.at("")
        run = await chat.ask("user-1", "", "How do I install and start Parley?", {})
        async with asyncio.timeout(20):
            await run.closed.wait()
    async with services.running():
        [turn] = (await services.current().apps.at("").open("user-1", run.row.conversation_id)).turns
    assert (turn.question, turn.status) == ("How do I install and start Parley?", "done")
    assert "pip install" in turn.answer


async def test_a_redis_that_is_not_there_is_told_in_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("PARLEY_REDIS_URL", f"unix://{tmp_path}/nothing.sock")
    with pytest.raises(SettingsError, match="The Redis server of PARLEY_REDIS_URL cannot be reached"):
        await disclaimer()


async def test_a_secret_that_was_lost_is_told_with_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("PARLEY_DATA_DIR", str(tmp_path))
    (tmp_path / "secret_key").touch()
    with pytest.raises(SettingsError, match=r"secret_key is empty.*remove it, and one is made"):
        await disclaimer()


async def test_what_was_made_at_the_start_is_no_garbage_while_the_server_runs():
    usual = gc.get_threshold()
    async with services.steady():
        assert gc.get_freeze_count() > 10_000
    assert (gc.get_freeze_count(), gc.get_threshold()) == (0, usual)
