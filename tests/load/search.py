"""How long a search takes in a ledger with very many messages of one person, beside as many of others.

Run from the repository: ``python -m tests.load.search --messages 100000``.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.chat.search import Search
from app.dify import models
from app.ledger import Entry, Ledger
from app.policy import Policy

APP, ME, OTHER = "app-1", "visitor-1", "visitor-2"
QUERIES = [
    "w", "word1", "word12", "word1 word2", "word77 word88 word99", '"word1 word2"', "wor", "x", "天", "天地", "天地玄",
    "word3 天地", "nothing", "word250", "word4999", "word1 w",
]  # fmt: skip
HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈"


def entries(count: int, chance: random.Random) -> Iterator[Entry]:
    """Questions of 8 words and answers of 90, as often as words of a language are: a tenth of them Chinese."""
    words = [f"word{number}" for number in range(1, 5001)]
    weights = [1 / number for number in range(1, 5001)]
    for number in range(count):
        if number % 10 == 0:
            question, answer = ("".join(chance.choices(HAN, k=length)) for length in (20, 300))
        else:
            question, answer = (" ".join(chance.choices(words, weights, k=length)) for length in (8, 90))
        yield Entry(f"c{number % 500}", f"m{number}", question, answer, 1_700_000_000.0 + number)


async def fill(ledger: Ledger, user: str, count: int, chance: random.Random) -> None:
    page = [models.Conversation(id=f"c{number}", name=f"word{number} talk", created_at=1) for number in range(500)]
    rows = {row.upstream_id: row.id for row in await ledger.learn(APP, user, page)}
    batch: list[Entry] = []
    for entry in entries(count, chance):
        batch.append(Entry(str(rows[entry.conversation_id]), *list(vars(entry).values())[1:]))
        if len(batch) == 1000:
            await ledger.search.put(APP, user, batch)
            batch = []
    await ledger.search.put(APP, user, batch)


async def _nothing(_user: str) -> None: ...


async def measure(count: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.db"
        async with Ledger.opened(f"sqlite+aiosqlite:///{file}") as ledger:
            chance = random.Random(1)
            began = time.perf_counter()
            for user in (ME, OTHER):
                await fill(ledger, user, count, chance)
            print(f"indexed in {time.perf_counter() - began:.0f} s, {file.stat().st_size / 1e6:.0f} MB")
            search = Search(APP, None, ledger, _nothing, Policy)  # type: ignore[arg-type]
            took: list[float] = []
            for query in QUERIES:
                times = []
                for _ in range(rounds):
                    began = time.perf_counter()
                    found = await search.find(ME, query)
                    times.append((time.perf_counter() - began) * 1000)
                took += times
                print(f"{query!r}: {len(found)} found, {statistics.median(times):.1f} ms")
            cuts = statistics.quantiles(took, n=20)
            print(f"all: p50 {statistics.median(took):.0f} ms, p95 {cuts[-1]:.0f} ms, most {max(took):.0f} ms")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--messages", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=10)
    given = options.parse_args()
    asyncio.run(measure(given.messages, given.rounds))
