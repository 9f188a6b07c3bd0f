"""What ``parley serve`` does before its workers are there, and what ``parley doctor`` ends with."""

import os
import subprocess
import sys
from pathlib import Path

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
