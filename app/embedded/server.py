"""Running the embedded API on the loopback, in exactly one process of those that share a data folder."""

import asyncio
import fcntl
import http.client
import os
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from pydantic import SecretStr
from starlette.applications import Starlette

from app.embedded.application import DAY, create_app
from app.embedded.model import ModelAccess

HOST = "127.0.0.1"
START_SECONDS = 30.0
LEAVE_SECONDS = 3


class StartError(Exception):
    """The embedded API did not start, here or in the process that holds its lock."""


@contextmanager
def serve(
    *,
    data_dir: Path,
    guide_dir: Path | None,
    keys: Mapping[str, SecretStr],
    ping_interval: float = 10.0,
    pace: float = 0.02,
    form_lifetime: float = DAY,
    model: ModelAccess | None = None,
) -> Iterator[str]:
    """Yields the base URL (``http://127.0.0.1:<port>/v1``) of the one server of ``data_dir``, for all its apps.

    The first process to take the lock serves, in a thread with an event loop of its own, until it leaves the block;
    answers being written are then stored with what they have. Any other process yields the URL of the first.
    A synchronous context manager: entering takes as long as the documents take to index, so enter it in a thread
    where that matters. Raises what :func:`create_app` raises, and :class:`StartError`.
    """
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(data_dir / "embedded.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        url = _elsewhere(lock, data_dir / "embedded.url", next(iter(keys.values())))
        if url:
            yield url
            return
        database = data_dir / "embedded.sqlite3"
        times = {"ping_interval": ping_interval, "pace": pace, "form_lifetime": form_lifetime}
        app = create_app(database=database, guide_dir=guide_dir, keys=keys, model=model, **times)
        with _listening(data_dir / "embedded.url") as (listener, url), _running(app, listener):
            yield url
    finally:
        os.close(lock)


def _elsewhere(lock: int, note: Path, api_key: SecretStr) -> str | None:
    """None once this process holds the lock; else the URL of the one that does, when it answers."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return None
        except BlockingIOError:
            url = _noted(note)
        if url and _answers(url, api_key):
            return url
        if time.monotonic() > deadline:
            raise StartError("Another process holds the lock of the embedded API, but does not answer.")
        time.sleep(0.05)


def _noted(note: Path) -> str:
    try:
        return note.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def _answers(url: str, api_key: SecretStr) -> bool:
    """Whether the server there is ours: the note of an earlier run may name a port that is another's by now."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=2)
    try:
        connection.request("GET", "/v1/info", headers={"Authorization": f"Bearer {api_key.get_secret_value()}"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@contextmanager
def _listening(note: Path) -> Iterator[tuple[socket.socket, str]]:
    """A socket on the port of the run before, so that processes that know its URL find it again, or on a free one."""
    # asyncio sets TCP_NODELAY only where the protocol is named: without it each answer waits 40 ms for an ACK.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, urlsplit(_noted(note)).port or 0))
        except OSError:
            listener.bind((HOST, 0))
        listener.listen(128)
        url = f"http://{HOST}:{listener.getsockname()[1]}/v1"
        draft = note.with_suffix(".new")
        draft.write_text(f"{url}\n", encoding="ascii")
        draft.replace(note)
        yield listener, url


@contextmanager
def _running(app: Starlette, listener: socket.socket) -> Iterator[None]:
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="on", timeout_graceful_shutdown=LEAVE_SECONDS, ws="none"
    )
    server = _Server(config, app)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])), name="embedded-api", daemon=True)
    thread.start()
    try:
        if not server.ready.wait(START_SECONDS):
            raise StartError("The embedded API did not start in time.")
        yield
    finally:
        server.should_exit = True
        thread.join()


class _Server(uvicorn.Server):
    """Says when it is ready, and stops the answers before it waits for the connections that stream them."""

    def __init__(self, config: uvicorn.Config, app: Starlette):
        super().__init__(config)
        self.ready = threading.Event()
        self._app = app

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._app.state.shared.stop_all()
        await super().shutdown(sockets)
