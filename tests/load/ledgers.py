"""A ledger to measure in: where it is, how large it is, and what a measurement is told on its command line."""

import argparse
import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from app.ledger import Ledger
from tests.unit.postgres import Lone


def run(about: str | None, measure: Callable[..., Awaitable[None]], **numbers: int) -> None:
    """Measure in an empty database, whose address comes before the ``numbers``: each is an option of that name."""
    options = argparse.ArgumentParser(description=about)
    for name, usual in numbers.items():
        options.add_argument(f"--{name}", type=int, default=usual)
    options.add_argument("--postgresql", action="store_true")
    given = vars(options.parse_args())
    with database(given["postgresql"]) as address:
        asyncio.run(_measured(measure, address, [given[name] for name in numbers]))


async def _measured(measure: Callable[..., Awaitable[None]], address: str, numbers: list[int]) -> None:
    await measure(address, *numbers)


@contextmanager
def database(postgresql: bool) -> Iterator[str]:
    """The address of an empty one."""
    if postgresql:
        with Lone() as server:
            yield server.url
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite+aiosqlite:///{Path(folder) / 'ledger.db'}"


async def size_of(ledger: Ledger) -> float:
    """The database in megabytes."""
    async with ledger._session() as session:
        sqlite = session.get_bind().dialect.name == "sqlite"
        pages = text(
            "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
            if sqlite
            else "SELECT pg_database_size(current_database())"
        )
        return float((await session.execute(pages)).scalar_one()) / 1e6
