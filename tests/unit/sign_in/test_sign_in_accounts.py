"""The command that makes accounts, beside a server or before the first start."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app import accounts, cli
from app.ledger import Ledger
from tests.unit.sign_in.site import PASSWORD

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in os.environ:
        if name.startswith("PARLEY_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PARLEY_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def run(*words: str, typed: str = f"{PASSWORD}\n") -> str:
    before, sys.stdin = sys.stdin, io.StringIO(typed)
    try:
        return accounts.run(cli._parser().parse_args(["accounts", *words]))
    finally:
        sys.stdin = before


def refused(*words: str, typed: str = f"{PASSWORD}\n") -> str:
    with pytest.raises(accounts.Refused) as caught:
        run(*words, typed=typed)
    return str(caught.value)


def test_the_first_account_is_made_before_the_first_start_and_its_password_stands_nowhere(folder):
    given = [sys.executable, "-m", "app.cli", "accounts", "add", "Anna", "--groups", "staff, makers"]
    done = subprocess.run(
        given, cwd=ROOT, input=PASSWORD, text=True, capture_output=True, timeout=60,
        env={"PATH": "", "PYTHONPATH": str(ROOT), "PARLEY_DATA_DIR": str(folder)},
    )  # fmt: skip
    assert (done.stdout, done.stderr, done.returncode) == ("Added anna.\n", "", 0)
    kept = b"".join(file.read_bytes() for file in folder.iterdir())
    assert b"anna" in kept and b"$argon2id$v=19$m=65536,t=3,p=4$" in kept
    assert PASSWORD.encode() not in kept
    assert run("list") == "anna  makers, staff"


def test_an_account_gets_another_password_and_goes():
    run("add", "anna")
    assert (
        run("password", "anna", typed="another password\n")
        == "anna has another password, and is signed out everywhere."
    )
    removed = run("remove", "ANNA")
    assert re.fullmatch(
        "Removed anna. The ledger keeps their .*, of local:anna:[0-9a-f]{8}, for nobody else .*", removed
    )
    assert run("list") == ""


def test_an_account_s_groups_are_changed():
    run("add", "anna", "--groups", "staff")
    assert run("groups", "Anna", "makers, guests") == "anna is in guests, makers, and is signed out everywhere."
    assert run("list") == "anna  guests, makers"
    assert run("groups", "anna", "") == "anna is in no group, and is signed out everywhere."
    assert run("list") == "anna"


def test_what_cannot_be_done_is_told_in_a_sentence():
    run("add", "anna")
    assert refused("add", "Anna") == "There is an account anna already."
    assert refused("remove", "bert") == refused("password", "bert") == refused("groups", "bert", "staff")
    assert refused("remove", "bert") == "There is no account bert."
    assert refused("add", "a b") == refused("add", "") == refused("add", "a" * 65) == refused("add", "a\tb")
    assert refused("add", "bert", typed="short\n") == refused("add", "bert", typed="")
    assert refused("add", "bert", typed="short\n") == "A password is 10 to 1000 characters."


def test_a_database_that_cannot_be_opened_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("PARLEY_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/nowhere/ledger.db")
    assert refused("list").startswith("The ledger's database cannot be used: ")


async def test_it_works_beside_a_server_that_has_the_ledger_alone_and_ends_sessions(folder, tmp_path):
    from app.identity.sessions import HOUR
    from app.ledger import Lifetime
    from app.settings import load

    folder.mkdir()
    whole = Lifetime(HOUR, HOUR)
    async with Ledger.opened(load().ledger_url, alone=True) as ledger:
        await ledger.accounts.add("anna", "hash", [])
        given = {"kind": "local", "name": "anna", "groups": [], "device": "", "address": ""}
        anna = await ledger.accounts.get("anna")
        for words in (["password", "anna"], ["groups", "anna", "staff"], ["remove", "anna"]):
            token = await ledger.signed_in.add(anna.user, whole, **given)
            done = subprocess.run(  # noqa: ASYNC221
                [sys.executable, "-m", "app.cli", "accounts", *words], cwd=ROOT, input=PASSWORD, text=True,
                env={"PATH": "", "PYTHONPATH": str(ROOT), "PARLEY_DATA_DIR": str(folder)}, timeout=60,
            )  # fmt: skip
            assert done.returncode == 0
            assert await ledger.signed_in.of(token, whole) is None
