"""What ``parley serve`` does before its workers are there."""

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
