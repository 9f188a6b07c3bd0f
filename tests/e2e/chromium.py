"""Which Chromium the suite drives, and where one comes from on a machine that has none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from .tls import trusted

NAMED = "PARLEY_TEST_CHROMIUM"
WHOLE = ("chromium", "chromium-browser", "google-chrome")
SHELL = "chromium-headless-shell"
"""The same without windows and what belongs to them, notifications among it: a page costs a quarter less."""
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
FAKE_MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
FETCH_SECONDS = 600


class NoChromium(Exception):
    """There is no browser, and none could be fetched. The text says what to do."""


def launch(playwright: Playwright, microphone: Path | None = None, whole: bool = False) -> Browser:
    """A headless browser that calls nobody by itself: the shell where there is one and ``whole`` is not asked for.

    ``microphone`` is a WAV that every page hears, from its beginning at each opening of the microphone and once;
    nobody is asked for leave.
    """
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    sound = [*FAKE_MICROPHONE, f"--use-file-for-fake-audio-capture={microphone}%noloop"] if microphone else []
    args = [*QUIET, trusted(), *sandbox, *sound]
    return playwright.chromium.launch(executable_path=executable(playwright, whole), args=args)


def executable(playwright: Playwright, whole: bool) -> str:
    """The named one, the system's, Playwright's own, or a freshly fetched one. Raises :class:`NoChromium`."""
    if named := os.environ.get(NAMED):
        if not os.access(named, os.X_OK):
            raise NoChromium(f"{NAMED} is {named!r}, but expected: the path of a Chromium that can be run.")
        return named
    found = _found(playwright, whole)
    if found is None:
        _run([sys.executable, "-m", "playwright", "install", "chromium"])
        found = _found(playwright, whole)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        _run(["apt-get", "update"])
        _run(["apt-get", "install", "-y", SHELL, WHOLE[0]])
        found = _found(playwright, whole)
    if found is None:
        raise NoChromium(
            f"No Chromium was found and none could be fetched. Install one so that one of {', '.join(WHOLE)} is on "
            f"PATH, run «python -m playwright install chromium», or set {NAMED} to the path of one."
        )
    return found


def _found(playwright: Playwright, whole: bool) -> str | None:
    on_path = filter(None, map(shutil.which, WHOLE if whole else (SHELL, *WHOLE)))
    own = playwright.chromium.executable_path
    return next(on_path, None) or (own if Path(own).exists() else None)


def _run(command: list[str]) -> None:
    """Run ``command``; whether it helped is seen by looking for a browser again."""
    try:
        subprocess.run(command, timeout=FETCH_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"{' '.join(command)}: {error}", file=sys.stderr)
