"""Taking the file of apps as it is edited; an edit that is wrong changes nothing, and the log says why."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from pathlib import Path

from app.apps.hosting import Hosting, HostingError
from app.background import background
from app.catalog import Catalog, CatalogError
from app.settings import Settings

LOOK = 2.0  # seconds between two looks at the file

log = logging.getLogger(__name__)

Stamp = tuple[int, ...] | None


def watched(
    settings: Settings, hosting: Hosting, read: Stamp, hide: Callable[[set[str]], None]
) -> AbstractAsyncContextManager[None]:
    """Let ``hosting`` show what the file of apps has, where there is one, as long as the server runs.

    ``read`` is the file's stamp from before what is shown now was read. ``hide`` is told of the secrets in it.
    """
    if settings.config is None:
        return nullcontext()
    return background(_watch(settings, settings.config, hosting, read, hide))


async def _watch(
    settings: Settings, path: Path, hosting: Hosting, taken: Stamp, hide: Callable[[set[str]], None]
) -> None:
    seen, failed = taken, taken
    while True:
        await asyncio.sleep(LOOK)
        now = stamp_of(path)
        # One that is still being written has fewer apps than are meant: it is read when it has come to rest.
        if now == seen and now != taken:
            try:
                await take(settings, hosting, hide)
                taken = now
            except Exception:  # The ledger may be away: whatever it is, the next look is another chance.
                if now != failed:
                    log.exception("the file of apps could not be taken; it is tried again every %g s", LOOK)
                failed = now
        seen = now


async def take(settings: Settings, hosting: Hosting, hide: Callable[[set[str]], None]) -> None:
    """Show the apps of the file as it is now, unless something is wrong with it.

    Raises what has another reason, such as ``LedgerFailed``.
    """
    try:
        catalog = Catalog.of(settings)
        hide(catalog.secrets())
        await hosting.show(catalog)
    except (CatalogError, HostingError) as error:
        log.warning("the apps stay as they were, for the file of apps was not taken:\n%s", error)
    else:
        log.warning("the file of apps was read anew: %s", ", ".join(chat.slug for chat in hosting.apps.all()))


def stamp_of(path: Path | None) -> Stamp:
    """What is another after each edit; None for a file that is not there."""
    if path is None:
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    # The last changes when somebody may read it who could not before.
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns
