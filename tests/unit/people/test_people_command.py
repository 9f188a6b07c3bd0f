"""The command that exports and erases a person, beside a server or without one."""

import io
import json
import os
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from app import accounts, cli, people, services
from app.chat import Chat
from app.ledger import Ledger, alone, erasures
from app.ledger.remnants import ANNOTATION, DRAFT
from app.settings import load
from tests.unit.sql import sql
from tests.unit.uploads.conftest import PNG, pieces

ME, OTHER = "visitor-1", "visitor-2"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in os.environ:
        if name.startswith(("PARLEY_", "OPENAI_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PARLEY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PARLEY_APP", "toolbox")
    monkeypatch.setattr(people, "LOOK", 0.05)
    monkeypatch.setattr(alone, "PAUSE", 0.01)
    return tmp_path


async def asked(chat: Chat, user: str, question: str, *files: str) -> str:
    run = await chat.ask(user, "", question, {}, list(files))
    await run.closed.wait()
    await chat.conversations.ended()
    return run.row.conversation_id


async def run(*words: str, typed: str = "") -> None:
    """As the command does it, in the loop of a server that may be there."""
    before, sys.stdin = sys.stdin, io.StringIO(typed)
    try:
        await people.done(cli._parser().parse_args(["people", *words]))
    finally:
        sys.stdin = before


async def refused(*words: str, typed: str = "") -> str:
    with pytest.raises(accounts.Refused) as caught:
        await run(*words, typed=typed)
    return str(caught.value)


def files_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


async def test_all_of_somebody_is_written_beside_a_server_and_nothing_of_anybody_else(folder, capsys, monkeypatch):
    monkeypatch.setenv("PARLEY_APP", "guide")
    async with services.running():
        chat = services.current().apps.at("guide")
        picture = await chat.files.receive(ME, "图.png", "image/png", len(PNG), pieces(PNG))
        unsent = await chat.files.receive(ME, "later.png", "image/png", len(PNG), pieces(PNG))
        id = await asked(chat, ME, "Zyx", picture.id)
        await asked(chat, OTHER, "Xyz")
        await chat.sharing.share(ME, id, None)
        await run("export", ME, "--output", str(folder / "me.zip"))
    assert capsys.readouterr().out == f"{folder}/me.zip has what is kept of {ME}.\n"
    found = files_of(folder / "me.zip")
    talk = f"apps/guide/conversations/{id}.json"
    assert set(found) == {
        "README.txt", "person.json", "apps/guide/other.json", talk, f"apps/guide/files/{picture.id} 图.png",
    }  # fmt: skip
    assert found[f"apps/guide/files/{picture.id} 图.png"] == PNG
    told: dict[str, Any] = json.loads(found[talk])
    [turn] = told["conversation"]["turns"]
    assert (turn["question"], turn["files"]["question"][0]["name"]) == ("Zyx", "图.png")
    assert told["complete"] and told["rows"]["conversations"][0]["created_at"].startswith("20")
    assert set(told["rows"]) == {"conversations", "messages", "runs", "files", "shares"}
    assert [row["id"] for row in json.loads(found["apps/guide/other.json"])["files"]] == [unsent.id]
    assert OTHER not in "".join(text.decode() for name, text in found.items() if not name.endswith("png"))
    assert (folder / "me.zip").stat().st_mode & 0o777 == 0o600


async def test_what_could_not_be_had_is_named_and_the_command_says_so(folder, monkeypatch, capsys):
    monkeypatch.setenv("PARLEY_API_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("PARLEY_API_KEY", "app-secret")
    with pytest.raises(SystemExit) as ended:
        await run("export", ME, "--output", str(folder / "me.zip"))
    assert ended.value.code == 1
    assert "missing: app-" in capsys.readouterr().err
    assert "the app could not be asked" in files_of(folder / "me.zip")["missing.txt"].decode()


async def test_a_file_that_is_there_is_not_written_over_and_an_app_that_is_not_is_told(folder):
    (folder / "me.zip").write_text("mine")
    assert "is there already" in await refused("export", ME, "--output", str(folder / "me.zip"))
    assert (folder / "me.zip").read_text() == "mine"
    assert await refused("export", ME, "--app", "nope") == "There is no app nope."
    assert await refused("erase", ME, "--app", "nope", "--yes") == "There is no app nope."
    assert (await refused("erase", "a\nb", "--yes")).startswith("A user id is 1 to 255 characters")


async def test_all_of_somebody_is_erased_by_the_server_that_runs(folder, capsys):
    async with services.running():
        chat = services.current().apps.at("toolbox")
        await asked(chat, ME, "2 + 3")
        other = await asked(chat, OTHER, "4 + 5")
        await run("erase", ME, "--yes")
        assert await chat._ledger.people.apps(ME) == []
        assert await chat._ledger.own.conversations("toolbox", OTHER) == [other]
        assert not (await chat._client.conversations.list(user=ME)).data
    assert capsys.readouterr().out.splitlines()[-1] == f"Nothing is kept of {ME} any more."
    kept = b"".join(file.read_bytes() for file in (folder / "data").iterdir() if file.is_file())
    assert OTHER.encode() in kept


async def test_where_no_server_runs_the_command_erases_by_itself_and_a_second_time_is_the_same(folder, capsys):
    async with services.running():
        await asked(services.current().apps.at("toolbox"), ME, "2 + 3")
    for _ in range(2):
        await run("erase", ME, typed=f"{ME}\n")
    assert capsys.readouterr().out.count(f"Nothing is kept of {ME} any more.") == 2
    async with services.running():
        chat = services.current().apps.at("toolbox")
        assert await sql(chat._ledger, "SELECT * FROM messages") == []
        assert not (await chat._client.conversations.list(user=ME)).data


async def test_who_does_not_type_the_name_erases_nothing():
    async with services.running():
        chat = services.current().apps.at("toolbox")
        id = await asked(chat, ME, "2 + 3")
        assert await refused("erase", ME, typed="yes\n") == "That is not it: nothing was erased."
        assert await chat._ledger.own.conversations("toolbox", ME) == [id]
        await run("erase", f" {OTHER} ", typed=f" {OTHER} \n")


async def test_an_account_is_erased_by_its_name(folder):
    async with Ledger.opened(_url(folder)) as ledger:
        await ledger.accounts.add("anna", "hash", [])
    await run("erase", "Anna", "--yes")
    async with Ledger.opened(_url(folder)) as ledger:
        assert await ledger.accounts.all() == []


async def test_what_an_app_that_is_away_has_is_pending_and_the_command_says_so(folder, monkeypatch, capsys):
    monkeypatch.setattr("app.chat.erasing.WAIT", 0.0)
    monkeypatch.setattr(erasures, "AGAIN", 3600.0)
    monkeypatch.setenv("PARLEY_API_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("PARLEY_API_KEY", "app-secret")
    with pytest.raises(SystemExit) as ended:
        await run("erase", ME, "--yes")
    assert "parley people pending" in str(ended.value.code)
    capsys.readouterr()
    await run("pending")
    assert capsys.readouterr().out.endswith(f"  {ME}: nobody knows what is still there (Unreachable)\n")


async def test_a_correction_of_an_app_goes_with_whoever_had_asked_and_one_that_does_not_is_pending(
    folder, capsys, monkeypatch
):
    monkeypatch.setattr("app.chat.erasing.WAIT", 0.0)
    async with services.running():
        chat = services.current().apps.at("toolbox")
        id = await asked(chat, ME, "2 + 3")
        row = await chat.inbox.conversation(id)
        [turn] = (await chat.open(ME, id)).turns
        assert (await chat.corrections.save(row, turn.id, "2 + 3", "Five.", "agent-1")).key.startswith("corrected")
        [kept] = (await chat._client.annotations.list()).data
        await run("erase", ME, "--yes")
        assert (await chat._client.annotations.list()).data == []
        assert capsys.readouterr().out.splitlines()[-1] == f"Nothing is kept of {ME} any more."
        for kind, why in ((ANNOTATION, "Forbidden"), (DRAFT, "")):
            await chat._ledger.remnants.add("toolbox", kind, kept.id, ME, time.time() + 600.0)
            if why:
                await chat._ledger.remnants.tried("toolbox", kind, kept.id, why)
        await run("pending")
    assert capsys.readouterr().out.splitlines() == [
        f"toolbox  {ME}: annotations made of their questions, still there: 1 (Forbidden)",
        f"toolbox  {ME}: drafts of answers to them, still there: 1",
    ]


def _url(folder: Path) -> str:
    (folder / "data").mkdir(exist_ok=True)
    return load().ledger_url
