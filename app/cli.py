"""The command ``parley``: one process or several behind one address, which come back when one dies; a doctor; and what
keeps a server over the years: backup, restore, and its tables forward and back."""

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
    if given.command == "accounts":
        _keep_accounts(given)
    if given.command == "people":
        _look_after_people(given)
    if given.command == "doctor":
        _examine()
    if given.command != "serve":
        _keep_up(given)
        return
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
    backup = commands.add_parser("backup", help="save all that a server keeps in a file; it may run meanwhile")
    backup.add_argument("file", type=_path, help="the file to make; it is as secret as the visitors' cookies")
    restore = commands.add_parser("restore", help="put a backup where nothing is yet")
    restore.add_argument("file", type=_path, help="a file that parley backup has made")
    migrate = commands.add_parser(
        "migrate", help="bring the ledger's tables to a revision; no server may run meanwhile"
    )
    migrate.add_argument("revision", nargs="?", default="", help="one to go back to; the newest where none is named")
    _of_accounts(commands.add_parser("accounts", help="who may sign in with a password"))
    _of_people(commands.add_parser("people", help="all that is kept of one person: to take along, or to be erased"))
    return parser


def _keep_up(given: argparse.Namespace) -> None:
    import asyncio

    from app.backup import BackupFailed, restore, save
    from app.ledger import LedgerFailed, LedgerTaken, NewerLedger, NoSuchRevision, go_to
    from app.settings import SettingsError, load

    try:
        settings = load()
        match given.command:
            case "backup":
                save(settings, given.file)
                print(f"{given.file} has it all. Keep it as you would a key: who has it can pass for any visitor.")
            case "restore":
                asyncio.run(restore(settings, given.file))
                print(f"{given.file} is restored: start the server.")
            case "migrate":
                was, now = asyncio.run(go_to(settings.ledger_url, given.revision))
                moved = "where it was" if was == now else f"and was at {was}" if was else "which is new"
                print(f"The ledger is at revision {now}, {moved}.")
    except (SettingsError, BackupFailed, LedgerTaken, NewerLedger, NoSuchRevision) as error:
        sys.exit(str(error))
    except LedgerFailed as error:
        sys.exit(f"The ledger's database failed: {getattr(error, 'orig', None) or error}.")


def _path(text: str) -> Path:
    """Seen from where the command was given."""
    return Path(text).absolute()


def _of_accounts(parser: argparse.ArgumentParser) -> None:
    doing = parser.add_subparsers(dest="doing", required=True)
    add = doing.add_parser("add", help="make an account; its password is asked for, or read from standard input")
    add.add_argument("name")
    add.add_argument("--groups", default="", help="between commas; PARLEY_ROLES gives them roles")
    doing.add_parser("list", help="name the accounts and their groups")
    password = doing.add_parser("password", help="give an account another password, and sign it out everywhere")
    password.add_argument("name")
    groups = doing.add_parser("groups", help="put an account into these groups alone, and sign it out everywhere")
    groups.add_argument("name")
    groups.add_argument("groups", help="between commas; an empty word for none")
    remove = doing.add_parser("remove", help="take an account away, and sign it out; its conversations stay")
    remove.add_argument("name")


def _keep_accounts(given: argparse.Namespace) -> NoReturn:
    from app.accounts import Refused, run

    try:
        print(run(given))
    except Refused as error:
        sys.exit(str(error))
    sys.exit()


def _of_people(parser: argparse.ArgumentParser) -> None:
    doing = parser.add_subparsers(dest="doing", required=True)
    export = doing.add_parser("export", help="write all that is kept of somebody into a ZIP")
    erase = doing.add_parser("erase", help="erase all that is kept of somebody, at the apps and here")
    for command in (export, erase):
        command.add_argument("user", help="a user id, as the apps and the console have it, or an account's name")
        command.add_argument("--app", default="", help="the slug of the one app whose part it is; all where none is")
    file = "the file to make; person.zip where none is named"
    export.add_argument("--output", type=_path, default=_path("person.zip"), help=file)
    erase.add_argument("--yes", action="store_true", help="do not ask")
    doing.add_parser("pending", help="name what is yet to be erased, and why")


def _look_after_people(given: argparse.Namespace) -> NoReturn:
    from app.accounts import Refused
    from app.people import run

    try:
        run(given)
    except Refused as error:
        sys.exit(str(error))
    sys.exit()


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
