"""Parley's own server as a process: the first one builds the page, all others serve that build."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD_SECONDS = 300.0
START_SECONDS = 60.0
ALARMS = ("Traceback", "ERROR")
LEFT_OUT = ("PARLEY_", "OPENAI_", "REFLEX_", "__REFLEX_", "PYTHONDONTWRITEBYTECODE")


class NotServing(Exception):
    """A server did not come up. The text holds the end of what it wrote."""


@dataclass(frozen=True)
class Server:
    """A running server; ``log`` is the file of all that it writes, ``data_dir`` where it keeps its own.

    ``pid`` is that of the process whose children are its workers.
    """

    url: str
    log: Path
    data_dir: Path
    pid: int = 0

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def written(self) -> int:
        """How many bytes it has written so far."""
        return self.log.stat().st_size

    def said(self, since: int = 0) -> str:
        with self.log.open("rb") as log:
            log.seek(since)
            return log.read().decode("utf-8", "replace")


@contextmanager
def built(folder: Path) -> Iterator[Server]:
    """Build the page as a person would, with the command of the README, and serve the guide with it."""
    port = free_port()
    command = [sys.executable, "-m", "reflex", "run", "--env", "prod", "--single-port"]
    ports = ["--frontend-port", str(port), "--backend-port", str(port)]
    with _serving([*command, *ports], port, folder, {}, BUILD_SECONDS) as server:
        yield server


@contextmanager
def built_once(folder: Path, together: Path) -> Iterator[Server]:
    """The same for several processes: the first builds, the others wait for it and serve that build.

    ``together`` is a folder of theirs alone.
    """
    done = together / "built"
    with (together / "build.lock").open("w") as lock, ExitStack() as stack:
        fcntl.flock(lock, fcntl.LOCK_EX)
        server = stack.enter_context(started(folder) if done.exists() else built(folder))
        done.touch()
        fcntl.flock(lock, fcntl.LOCK_UN)
        yield server


@contextmanager
def started(folder: Path, port: int = 0, **settings: str) -> Iterator[Server]:
    """Serve the page that was built, with ``settings`` as ``PARLEY_…`` variables; on ``port`` one that comes back."""
    with _parley(folder, port or free_port(), [], settings) as server:
        yield server


@contextmanager
def several(folder: Path, port: int = 0, **settings: str) -> Iterator[Server]:
    """The same with two workers."""
    with _parley(folder, port or free_port(), ["--workers", "2"], settings) as server:
        yield server


@contextmanager
def _parley(folder: Path, port: int, options: list[str], settings: dict[str, str]) -> Iterator[Server]:
    command = [sys.executable, "-m", "app.cli", "serve", "--built", "--port", str(port), *options]
    environment = {f"PARLEY_{name.upper()}": value for name, value in settings.items()}
    with _serving(command, port, folder, environment, START_SECONDS) as server:
        yield server


def free_port() -> int:
    """A port that nobody else is given for as long as this process lives.

    It stays bound. Whoever is told to may listen there, since Linux lets a second socket that reuses addresses do so
    beside one that does not listen; but no port that the system chooses, for a server or a client, is this one.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    port = int(held.getsockname()[1])
    held.detach()
    return port


@contextmanager
def _serving(
    command: list[str], port: int, folder: Path, environment: dict[str, str], patience: float
) -> Iterator[Server]:
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(f"http://127.0.0.1:{port}", folder / "server.log", folder / "data")
    with server.log.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            # The environment's `bin` is not on PATH, as for somebody who never activated it. What else this machine
            # needs stays, such as the certificates of the proxy that npm goes through.
            env={
                **{name: value for name, value in os.environ.items() if not name.startswith(LEFT_OUT)},
                "PATH": "/usr/bin:/bin",
                "PYTHONUNBUFFERED": "1",
                "PARLEY_DATA_DIR": str(server.data_dir),
                "PARLEY_DRAIN_SECONDS": "0",
                **environment,
            },
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait(server, process, patience)
            yield replace(server, pid=process.pid)
        finally:
            _end(process)


def _wait(server: Server, process: "subprocess.Popen[bytes]", patience: float) -> None:
    deadline = time.monotonic() + patience
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(server.url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise NotServing(f"{server.url} did not answer within {patience:g} s. It wrote:\n{server.said()[-4000:]}")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ask the process to end, which sees to its own; what is left of its group then has no choice.

    A worker that is asked twice, by its parent and by us, may leave before it has written what it knows.
    """
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(15)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(5)
