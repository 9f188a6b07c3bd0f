"""The command ``parley``: one process or several behind one address, which come back when one dies; and a doctor."""

import argparse
import gc
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from app.keeper import keep

if TYPE_CHECKING:
    from app.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
# Reflex's own names, of the version that is pinned: serve the page that was built, and build none.
SERVING = {
    "REFLEX_ENV_MODE": "prod",
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    "__REFLEX_SKIP_COMPILE": "true",
}
LEAVE = 10  # seconds beyond the drain that a worker may take to end


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command. Exits with a sentence where something is wrong."""
    given = _parser().parse_args(arguments)
    os.chdir(ROOT)
    if given.command == "doctor":
        _examine()
    if given.workers == 1:
        keep(lambda again: _alone(given, again))
    else:
        _several(given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("parley", description="A web chat front end for the Chat App API.")
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="build the page and serve it with one worker or several")
    serve.add_argument("--workers", type=_count, default=1, help="processes; more than one need PARLEY_REDIS_URL")
    serve.add_argument("--port", type=_count, default=3000, help="the port to listen on, at PARLEY_HOST")
    serve.add_argument("--built", action="store_true", help="serve the page as it was built last")
    commands.add_parser("doctor", help="test the settings, the database, Redis and each app, and say what is wrong")
    return parser


def _examine() -> NoReturn:
    """Print what is found. Exits with 1 where something is wrong."""
    import asyncio

    from app.doctor import examine

    sys.exit(asyncio.run(examine()))


def _count(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 1 on")
    return number


def _build() -> None:
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    if code := subprocess.call(command, cwd=ROOT):
        sys.exit(f"The page could not be built (exit code {code}): see above.")


def _ready(given: argparse.Namespace, again: bool = False) -> "Settings":
    """The settings, once the page is there; none of it is imported by who only keeps the server running."""
    from app.catalog import Catalog, CatalogError
    from app.settings import SettingsError, load

    try:
        settings = load()
        Catalog.of(settings)
    except (SettingsError, CatalogError) as error:
        sys.exit(str(error))
    if given.workers > 1 and not settings.redis_url:
        sys.exit(
            f"{given.workers} workers need a Redis server to be one server: set PARLEY_REDIS_URL, "
            "for example redis://127.0.0.1:6379/0, or start one worker."
        )
    if not (given.built or again):
        _build()
    os.environ.update(SERVING)
    sys.path.insert(0, str(ROOT))
    return settings


def _alone(given: argparse.Namespace, again: bool) -> None:
    settings = _ready(given, again)
    from app.alone import serve

    serve(settings.host, given.port, settings.drain_seconds)


def _several(given: argparse.Namespace) -> None:
    """Serve until the process is asked to end. A worker that dies is replaced."""
    settings = _ready(given)
    import multiprocessing

    from granian import Granian
    from granian.constants import Interfaces

    multiprocessing.set_start_method("fork", force=True)
    import_shared()
    Granian(
        "app.app:app",
        address=settings.host,
        port=given.port,
        interface=Interfaces.ASGI,
        workers=given.workers,
        factory=True,
        respawn_failed_workers=True,
        workers_kill_timeout=int(settings.drain_seconds) + LEAVE,
    ).serve()


def import_shared() -> None:
    """Import the app here, before the fork, so that the workers share its memory.

    A collection in a worker would write to every object, and so make a copy of it: those that are there are frozen.
    Only several workers gain by it: of one, whatever it writes to is there twice, here to no purpose.
    """
    import_module("app.app")
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    main()
