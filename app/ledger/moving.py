"""Bringing the ledger's tables to a revision by hand: forward, or back before an older version is installed again."""

from app.ledger.alone import migrating, open_to
from app.ledger.engine import made
from app.ledger.migrate import move, revisions


class NoSuchRevision(Exception):
    """The text names those that there are."""


async def go_to(url: str, revision: str = "") -> tuple[str, str]:
    """Bring the tables to ``revision``, the newest unless one is named; which one it was (empty: none), and is.

    No server may have the ledger open meanwhile. Raises ``LedgerTaken``, :class:`NoSuchRevision`, ``NewerLedger``.
    """
    if revision and revision not in revisions():
        raise NoSuchRevision(f"There is no revision {revision}: there are {', '.join(revisions())}.")
    async with open_to(url, alone=True), migrating(url):
        engine = made(url, patient=True)
        try:
            async with engine.begin() as connection:
                return await connection.run_sync(move, revision)
        finally:
            await engine.dispose()
