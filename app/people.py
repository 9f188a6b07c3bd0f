"""The command ``parley people``: all that is kept of one person, to take along or to be erased."""

import asyncio
import os
import sys
import time
from argparse import Namespace
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager
from pathlib import Path
from typing import BinaryIO

from app.accounts import Refused, ledger_beside
from app.apps import Hosting, HostingError
from app.apps.exporting import Exporting
from app.apps.people import wish
from app.catalog import Catalog, CatalogError
from app.identity.passwords import named
from app.ledger import Erasure, Ledger, LedgerFailed, LedgerTaken
from app.ledger.remnants import ANNOTATION, DRAFT, Remnant
from app.services import running
from app.settings import Settings, SettingsError, load

LOOK = 0.5  # seconds between two looks at how far it is
PATIENCE = 30.0  # seconds that a server has to begin
WHAT = {ANNOTATION: "annotations made of their questions,", DRAFT: "drafts of answers to them,"}


def run(given: Namespace) -> None:
    """Do what was asked, beside a server that runs or not. Raises ``Refused``."""
    try:
        asyncio.run(done(given))
    except (SettingsError, CatalogError, HostingError, LedgerTaken) as error:
        raise Refused(str(error)) from None
    except LedgerFailed as error:
        raise Refused(f"The ledger's database cannot be used: {getattr(error, 'orig', None) or error}.") from None


async def done(given: Namespace) -> None:
    settings = load()
    async with ledger_beside(settings) as ledger:
        if given.doing == "pending":
            left = _lines(await ledger.erasures.all(), await ledger.remnants.all())
            print("\n".join(left) or "Nothing is left to be erased.")
            return
        user = await _user(ledger, given.user)
        if given.doing == "export":
            await _export(settings, ledger, user, given)
        else:
            await _erase(settings, ledger, user, given)


async def _user(ledger: Ledger, said: str) -> str:
    account = await ledger.accounts.get(named(said))
    user = account.user if account else said
    if not user or len(user) > 255 or not user.isprintable():
        raise Refused("A user id is 1 to 255 characters, none of them a control character.")
    return user


async def _export(settings: Settings, ledger: Ledger, user: str, given: Namespace) -> None:
    async with Hosting.beside(settings, ledger) as apps:
        chats = [chat for chat in apps.all() if given.app in ("", chat.slug)]
        if not chats:
            raise Refused(f"There is no app {given.app}.")
        exporting = Exporting(ledger, user, chats)
        async with aclosing(exporting.pieces(whole=not given.app)) as pieces:
            with _new(given.output) as written:
                async for piece in pieces:
                    written.write(piece)
    for line in exporting.missing:
        print(f"missing: {line}", file=sys.stderr)
    print(f"{given.output} has what is kept of {user}{f' in {given.app}' if given.app else ''}.")
    if exporting.missing:
        sys.exit(1)


@contextmanager
def _new(file: Path) -> Iterator[BinaryIO]:
    """A file of its owner's alone. Where it cannot be written to its end there is none."""
    try:
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
            yield written
    except FileExistsError:
        raise Refused(f"{file} is there already: name a file that is not (--output).") from None
    except OSError as error:
        file.unlink(missing_ok=True)
        raise Refused(f"{file} could not be written: {error.strerror or error}.") from None
    except BaseException:
        file.unlink(missing_ok=True)
        raise


async def _erase(settings: Settings, ledger: Ledger, user: str, given: Namespace) -> None:
    served = [app.slug for app in Catalog.of(settings).apps]
    slugs = sorted({*served, *await ledger.people.apps(user)})
    if given.app and given.app not in slugs:
        raise Refused(f"There is no app {given.app}.")
    slugs = [given.app] if given.app else slugs
    _ask_whether_sure(user, slugs, sure=given.yes)
    await wish(ledger, user, slugs, whole=not given.app)
    asked = time.time()
    async with _a_server():
        left = await _watched(ledger, user, slugs, asked)
    if left:
        print("\n".join(left))
        sys.exit("It is tried again every minute while a server runs: parley people pending says what is left.")
    print(f"Nothing is kept of {user} any more{f' in {given.app}' if given.app else ''}.")


def _ask_whether_sure(user: str, slugs: list[str], *, sure: bool) -> None:
    if sure:
        return
    print(f"All that {user} has in {', '.join(slugs)} will be erased, at the apps and here. There is no way back.")
    print("Type the user id to go on: ", end="", flush=True)
    if sys.stdin.readline().strip() != user.strip():
        raise Refused("That is not it: nothing was erased.")


@asynccontextmanager
async def _a_server() -> AsyncIterator[None]:
    """Whoever erases: the server that has the ledger, or else one that this process is as long as it takes."""
    try:
        serving = running()
        await serving.__aenter__()
    except LedgerTaken:
        yield
        return
    try:
        yield
    finally:
        await serving.__aexit__(None, None, None)


async def _watched(ledger: Ledger, user: str, slugs: list[str], asked: float) -> list[str]:
    """Wait until each was tried; what is left then."""
    told = ""
    while True:
        left = [row for row in await ledger.erasures.all(user) if row.app in slugs]
        remnants = [row for row in await ledger.remnants.all(user) if row.app in slugs]
        if all(row.tried_at >= row.asked_at for row in left) and all(row.why for row in remnants):
            return _lines(left, remnants)
        begun = [row for row in left if row.begun or row.held_until]
        if left and not begun and time.time() - asked > PATIENCE:
            raise Refused("It is written down, but the server that has the ledger has not begun: see whether it runs.")
        told = _told(left, told, print)
        await asyncio.sleep(LOOK)


def _told(left: list[Erasure], before: str, say: Callable[[str], None]) -> str:
    now = ", ".join(f"{row.app} {row.count - len(row.left)} of {row.count}" for row in left if row.begun)
    if now and now != before:
        say(f"conversations: {now}")
    return now or before


def _lines(left: list[Erasure], remnants: list[Remnant]) -> list[str]:
    counted = Counter((row.app, row.user, row.kind, row.why) for row in remnants)
    return [_line(row) for row in left] + [
        f"{app}  {user}: {WHAT[kind]} still there: {count}{f' ({why})' if why else ''}"
        for (app, user, kind, why), count in counted.items()
    ]


def _line(row: Erasure) -> str:
    here = f"{len(row.left)} conversations are still there" if row.left else "nobody knows what is still there"
    return f"{row.app}  {row.user}: {here if row.begun else 'not begun'}{f' ({row.why})' if row.why else ''}"
