"""A disk that is full in mid-answer: what the page says, and what the ledger has once there is room again.

Run from the repository, as root, who may mount: ``python -m tests.load.disk``. A server's data are on a disk of its own
in memory, of which nothing is left when an answer is half there.
"""

import asyncio
import errno
import json
import os
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from tests.e2e.server import started

from .client import Visitor
from .stage import arguments, ready
from .streams import opened
from .upstream import token

SIZE = "16m"
TOKENS = 400
ASK = f"LEN={TOKENS} DELAY=20 RUN=disk"


@contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def fill(disk: Path) -> Path:
    """Leave not a byte."""
    weight = disk / "weight"
    with weight.open("wb", buffering=0) as file:
        for size in (2**20, 4096, 1):
            with suppress(OSError):
                while True:
                    file.write(bytes(size))
    assert os.statvfs(disk).f_bavail == 0, errno.errorcode[errno.ENOSPC]
    return weight


def asked(ledger: Path, query: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as database:
        return database.execute(query).fetchall()


async def trial(url: str, disk: Path) -> dict[str, object]:
    ledger = disk / "ledger.db"
    first, second = await opened(url, 2)
    await first.ask(ASK)
    await first.until(lambda: " w50" in first.shown.text)
    weight = fill(disk)
    asking = asyncio.create_task(second.ask("LEN=5 DELAY=1"))
    await second.until(lambda: second.shown.thread.get("notice", {}).get("key"))
    refused = second.shown.thread["notice"]["key"]
    text = await first.until_ended()
    status, notice = first.shown.last["status"], first.shown.last["notice"]["key"]
    meanwhile = asked(ledger, "SELECT status, length(answer) FROM messages")
    weight.unlink()
    began = time.monotonic()
    await asking
    await second.until_ended()
    recorded = "SELECT status, length(answer) FROM messages ORDER BY created_at"
    async with asyncio.timeout(60):
        while any(row[0] == "running" for row in asked(ledger, recorded)):  # noqa: ASYNC110 - a database tells nobody
            await asyncio.sleep(0.1)
    took = time.monotonic() - began
    again = await Visitor(url, first.visitor.cookie).tab().open(first.conversation)
    whole = "".join(map(token, range(TOKENS)))
    stored = [again.shown.last["status"], again.shown.text == whole]
    await asyncio.gather(*(tab.close() for tab in (first, second, again)))
    return {
        "a question is refused with": refused,
        "the answer on the page": [status, notice, text == whole],
        "in the ledger while it is full": meanwhile,
        "and with room again": asked(ledger, recorded),
        "after seconds": round(took, 1),
        "read anew": stored,
        "integrity": asked(ledger, "PRAGMA integrity_check"),
    }


if __name__ == "__main__":
    given = arguments(__doc__).parse_args()
    with ready(given) as (folder, _, settings), small_disk(folder / "disk") as disk:
        with started(folder / "server", **settings, data_dir=str(disk)) as server:
            print(json.dumps(asyncio.run(trial(server.url, disk))), flush=True)
            said = server.said().splitlines()
        print(*(line for line in said if "recorded" in line or "Traceback" in line), sep="\n")
