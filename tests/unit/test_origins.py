"""Whose pages may ask this server: its own. Reflex would take any site's, if it were told to."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("origins", "host", "starts"),
    [
        ("*", "0.0.0.0", False),
        ("http://a.example,*", "192.0.2.7", False),
        ("*", "127.0.0.1", True),
        ("", "0.0.0.0", True),
    ],
)
def test_a_server_that_others_reach_does_not_start_open_to_any_site_s_page(tmp_path, origins, host, starts):
    given = {"PARLEY_HOST": host, "PARLEY_DATA_DIR": str(tmp_path)}
    if origins:
        given["REFLEX_CORS_ALLOWED_ORIGINS"] = origins
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PARLEY_", "REFLEX_"))}
    done = subprocess.run(
        [sys.executable, "-c", "import rxconfig"],
        cwd=ROOT,
        env={**kept, **given},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode == 0) is starts, done.stderr
    assert starts or f"PARLEY_HOST is {host}" in done.stderr
