"""What ``parley serve`` does before its workers are there, and what ``parley doctor`` ends with."""

import os
import subprocess
import sys
from pathlib import Path

from app.ledger.migrate import newest

ROOT = Path(__file__).parents[2]
SHARED = """
import gc, sys
from app import cli
print("app.app" in sys.modules, gc.get_freeze_count() > 0)
cli.import_shared()
print("app.app" in sys.modules, gc.get_freeze_count() > 100_000)
"""


def test_what_several_workers_share_is_imported_and_out_of_the_collectors_reach():
    told = subprocess.run([sys.executable, "-c", SHARED], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert told.stdout.split() == ["False", "False", "True", "True"], told.stderr


def parley(folder: Path, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith(("PARLEY_", "OPENAI_"))}
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *command],
        cwd=ROOT, env={**known, "PARLEY_DATA_DIR": str(folder), **settings}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_a_doctor_who_finds_nothing_wrong_ends_with_0(tmp_path):
    told = parley(tmp_path, "doctor")
    assert (told.returncode, told.stderr) == (0, "")
    assert [line.split()[0] for line in told.stdout.splitlines()] == ["ok"] * 3


def test_a_doctor_who_finds_something_wrong_ends_with_1(tmp_path):
    told = parley(tmp_path, "doctor", PARLEY_CONFIG=str(tmp_path / "apps.toml"))
    assert (told.returncode, told.stderr) == (1, "")
    assert "WRONG  apps: PARLEY_CONFIG names" in told.stdout


def test_a_server_with_a_wrong_file_of_apps_says_so_before_it_builds_anything(tmp_path):
    (tmp_path / "apps.toml").write_text("[[app]]")
    told = parley(tmp_path, "serve", "--workers", "2", PARLEY_CONFIG=str(tmp_path / "apps.toml"),
                  PARLEY_REDIS_URL="redis://127.0.0.1:9/0")  # fmt: skip
    assert told.returncode == 1
    assert told.stderr.startswith(f"{tmp_path}/apps.toml: app 1: slug is missing")


def test_a_server_s_keepings_are_saved_moved_and_restored_by_hand(tmp_path):
    one, two, file = tmp_path / "one", tmp_path / "two", tmp_path / "backup"
    one.mkdir()
    made = parley(one, "migrate")
    assert (made.returncode, made.stdout) == (0, f"The ledger is at revision {newest()}, which is new.\n"), made.stderr
    saved = parley(one, "backup", str(file))
    assert (saved.returncode, saved.stdout.split()[0]) == (0, str(file)), saved.stderr
    assert parley(two, "restore", str(file)).returncode == 0
    back = parley(two, "migrate", "0008")
    assert back.stdout == f"The ledger is at revision 0008, and was at {newest()}.\n"
    again = parley(two, "restore", str(file))
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr == f"{two}/ledger.db is there already: restore into an empty folder (PARLEY_DATA_DIR).\n"


def test_a_revision_that_there_is_not_is_told_in_a_sentence(tmp_path):
    told = parley(tmp_path, "migrate", "tomorrow")
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.startswith("There is no revision tomorrow: there are 0001, ")
