"""Where a load is put: a server and the app that it asks, both of this module's own, or those that a command names."""

import argparse
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.e2e.server import ALARMS, built, free_port, started

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Stage:
    """``url`` is the server's, ``upstream`` that of the paced app; ``pid`` is 0 where the server is somebody else's."""

    url: str
    upstream: str
    pid: int

    def pss(self) -> float:
        """What the server's processes hold, in KB: each page of memory that several share counts once."""
        return pss(self.pid) if self.pid else 0.0

    def cpu(self) -> float:
        """Seconds of CPU that the server's processes took so far."""
        if not self.pid:
            return 0.0
        parent = psutil.Process(self.pid)
        times = [one.cpu_times() for one in [parent, *parent.children(recursive=True)]]
        return float(sum(each.user + each.system for each in times))


def pss(pid: int) -> float:
    """The same of the process ``pid`` and its children."""
    parent = psutil.Process(pid)
    return sum(float(one.memory_full_info().pss) for one in [parent, *parent.children(recursive=True)]) / 1024


def arguments(description: str | None) -> argparse.ArgumentParser:
    """Those of every load."""
    options = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--url", help="a server that is there, asking --upstream; without it one is started")
    options.add_argument("--upstream", default="http://127.0.0.1:8900", help="the paced app that it asks")
    options.add_argument("--pid", type=int, default=0, help="the process of --url, to see its memory")
    options.add_argument("--built", action="store_true", help="the page has been built: start with that")
    return options


@contextmanager
def ready(given: argparse.Namespace) -> Iterator[tuple[Path, str, dict[str, str]]]:
    """A folder that goes when it is over, the page built, an app that is up, and the settings of a server of it."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if not given.built:
            with built(folder / "build"):
                pass
        upstream = stack.enter_context(paced())
        yield folder, upstream, {"api_url": f"{upstream}/v1", "api_key": "app-bench"}


@contextmanager
def stage(given: argparse.Namespace) -> Iterator[Stage]:
    """The server that is named, or one with a ledger of its own and an app beside it, until the load is over."""
    if given.url:
        yield Stage(given.url.rstrip("/"), given.upstream.rstrip("/"), given.pid)
        return
    with ready(given) as (folder, upstream, settings), started(folder / "server", **settings) as server:
        try:
            yield Stage(server.url, upstream, server.pid)
        finally:
            if any(word in (said := server.said()) for word in ALARMS):
                print(said[-8000:], file=sys.stderr)


@contextmanager
def paced() -> Iterator[str]:
    """The paced app, in a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "--app-dir", str(HERE), "upstream:app", "--port", str(port)]
    process = subprocess.Popen([*command, "--log-level", "warning", "--no-access-log"])
    try:
        _wait(f"http://127.0.0.1:{port}/v1/info")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(15)


def _wait(url: str, seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
