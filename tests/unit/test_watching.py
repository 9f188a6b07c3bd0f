"""The file of apps as it is edited while the server runs."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from app.apps import Hosting, watching
from app.apps.watching import Stamp, stamp_of, take, watched
from app.catalog import Catalog
from app.ledger import Conversation, Ledger, LedgerFailed
from app.limits import MemoryCounts
from app.runs.log import MemoryRunLog
from app.runs.registry import Runs
from app.settings import Settings

APP = '[[app]]\nslug = "{0}"\nurl = "http://127.0.0.1:9/{0}/v1"\nkey = "app-secret"\n'
HIDDEN = set[str]()  # from the log


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    file = tmp_path / "apps.toml"
    file.write_text(APP.format("one"))
    return Settings(config=file, data_dir=tmp_path)


@pytest.fixture
async def hosted(settings: Settings, ledger: Ledger) -> AsyncIterator[Hosting]:
    runs = Runs(ledger, MemoryRunLog())
    async with Hosting.opened(Catalog.of(settings), settings, ledger, runs, None, MemoryCounts()) as made:
        yield made


class Looks:
    """The watcher's looks at the file, each of which can be waited for."""

    def __init__(self) -> None:
        self._looked = asyncio.Event()

    def stamp(self, path: Path) -> Stamp:
        self._looked.set()
        return stamp_of(path)

    async def next(self) -> None:
        self._looked.clear()
        await self._looked.wait()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not condition():
                await self.next()


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    made = Looks()
    monkeypatch.setattr(watching, "LOOK", 0.01)
    monkeypatch.setattr(watching, "stamp_of", made.stamp)
    return made


def slugs(hosted: Hosting) -> list[str]:
    return [chat.slug for chat in hosted.apps.all()]


async def test_an_edit_is_taken_and_told_and_its_keys_are_kept_out_of_the_log(settings, hosted, caplog):
    settings.config.write_text(APP.format("one") + APP.format("two").replace("app-secret", "app-of-today"))
    await take(settings, hosted, HIDDEN.update)
    assert slugs(hosted) == ["one", "two"]
    assert "app-of-today" in HIDDEN
    assert "the file of apps was read anew: one, two" in caplog.text


@pytest.mark.parametrize("text", ["", "[[app]", APP.format("One"), None])
async def test_an_edit_that_is_wrong_changes_nothing_and_is_told_without_a_key(settings, hosted, caplog, text):
    before = hosted.apps.at("")
    if text is None:
        settings.config.unlink()
    else:
        settings.config.write_text(text)
    await take(settings, hosted, HIDDEN.update)
    assert hosted.apps.at("") is before
    assert "the apps stay as they were, for the file of apps was not taken:" in caplog.text
    assert "secret" not in caplog.text


async def test_an_edit_is_seen_once_the_file_has_come_to_rest(settings, hosted, monkeypatch, caplog):
    monkeypatch.setattr(watching, "LOOK", 0.01)
    caplog.set_level(logging.WARNING)
    seen = asyncio.Event()
    stamps = iter([1, 2, 3, 3, 3])
    last = None

    def stamp(_path: Path) -> tuple[int, int, int]:
        nonlocal last
        last = next(stamps, last)
        return (last or 0, 0, 0)

    async def taken(_settings: Settings, _hosting: Hosting, _hide: object) -> None:
        at.append(last)
        seen.set()

    at: list[int | None] = []
    monkeypatch.setattr(watching, "stamp_of", stamp)
    monkeypatch.setattr(watching, "take", taken)
    async with watched(settings, hosted, (1, 0, 0), HIDDEN.update), asyncio.timeout(10):
        await seen.wait()
    assert at == [3]


async def test_an_edit_between_the_first_reading_and_the_watching_is_taken(settings, hosted, looks):
    read = stamp_of(settings.config)
    settings.config.write_text(APP.format("one") + APP.format("two"))
    async with watched(settings, hosted, read, HIDDEN.update):
        await looks.until(lambda: slugs(hosted) == ["one", "two"])


async def test_an_edit_that_fails_for_a_passing_reason_is_told_once_and_tried_until_it_is_taken(
    settings, hosted, looks, monkeypatch, caplog
):
    tries = 0
    deleted = Ledger.deleted

    async def away(ledger: Ledger, app: str) -> list[Conversation]:
        nonlocal tries
        tries += 1
        if tries < 4:
            raise LedgerFailed("away")
        return await deleted(ledger, app)

    monkeypatch.setattr(Ledger, "deleted", away)
    async with watched(settings, hosted, stamp_of(settings.config), HIDDEN.update):
        settings.config.write_text(APP.format("one") + APP.format("two"))
        await looks.until(lambda: "was read anew: one, two" in caplog.text)
        settings.config.write_text(APP.format("one"))
        await looks.until(lambda: slugs(hosted) == ["one"])
    assert tries == 4
    assert caplog.text.count("Traceback") == 1


async def test_an_edit_that_is_wrong_is_told_once(settings, hosted, looks, caplog):
    async with watched(settings, hosted, stamp_of(settings.config), HIDDEN.update):
        settings.config.write_text("[[app]")
        await looks.until(lambda: "was not taken" in caplog.text)
        for _ in range(4):
            await looks.next()
    assert caplog.text.count("was not taken") == 1


async def test_without_a_file_nothing_is_watched(hosted):
    before = asyncio.all_tasks()
    async with watched(Settings(), hosted, None, HIDDEN.update):
        assert asyncio.all_tasks() == before


def test_a_file_that_is_put_in_the_place_of_another_has_another_stamp(settings, tmp_path):
    before = stamp_of(settings.config)
    other = tmp_path / "other.toml"
    other.write_text(settings.config.read_text())
    os.utime(other, ns=(before[0], before[0]))
    other.replace(settings.config)
    assert stamp_of(settings.config) not in (None, before)
    settings.config.unlink()
    assert stamp_of(settings.config) is None


def test_a_file_that_may_be_read_from_now_on_has_another_stamp(settings):
    settings.config.chmod(0o000)
    before = stamp_of(settings.config)
    settings.config.chmod(0o600)
    assert stamp_of(settings.config) not in (None, before)
