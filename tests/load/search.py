"""How long a search takes in a ledger with very many messages of one person, beside a fifth as many of another's.

Run from the repository: ``python -m tests.load.search --messages 100000``, with ``--postgresql`` on a PostgreSQL.
"""

import random
import statistics
import time
from collections.abc import Iterator
from itertools import accumulate, islice
from typing import Any

from sqlalchemy import insert, text

from app.chat.inbox import Inbox
from app.chat.search import Search
from app.dify import models
from app.ledger import Ledger
from app.ledger.index import Index
from app.ledger.rows import SearchEntry
from app.ledger.search import owner_of
from app.news import MemoryNews
from app.policy import Policy
from app.search import indexed
from tests.load.ledgers import run, size_of

POOL = 3000  # different questions, and as many answers, which are put together by chance
APP, ME, OTHER = "app-1", "visitor-1", "visitor-2"
HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈"
SYLLABLES = [consonant + vowel for vowel in "aeiou" for consonant in "bcdfghklmnprstvwz"]
# 5,000 words of two syllables and an end, the most frequent first: as in a language, few begin with the same letters.
WORDS = [SYLLABLES[number % 85] + SYLLABLES[number // 85] + "sn"[number % 2] for number in range(5000)]
QUERIES = [
    *(WORDS[1][:length] for length in range(1, 6)),
    *(WORDS[rank] for rank in (12, 250, 4999)),
    f"{WORDS[1]} {WORDS[2]}", f"{WORDS[77]} {WORDS[88]} {WORDS[99]}", f'"{WORDS[1]} {WORDS[2]}"', f"{WORDS[1]} b",
    "天", "天地", "天地玄", f"{WORDS[3]} 天地", "xylophone",
]  # fmt: skip

Texts = list[tuple[str, str]]
Said = tuple[Texts, Texts]  # questions and answers


def texts(count: int, length: int, chance: random.Random) -> Texts:
    """As many texts of about ``length`` words, a tenth of them Chinese, each with its words as the index has them.

    Words are as frequent as those of a language are.
    """
    often = list(accumulate(1 / number for number in range(1, 5001)))
    made = []
    for number in range(count):
        han = "".join(chance.choices(HAN, k=length * 3))
        text = " ".join(chance.choices(WORDS, cum_weights=often, k=length)) if number % 10 else han
        made.append((text, indexed(text)))
    return made


def rows(
    user: str, conversations: list[str], count: int, said: Said, chance: random.Random
) -> Iterator[tuple[dict[str, Any], str]]:
    """The entries of ``count`` turns with their words, each of a question and an answer put together by chance."""
    for number in range(count):
        (question, asked), (answer, answered) = map(chance.choice, said)
        at = 1_700_000_000.0 + number
        row = SearchEntry(
            id=(int(at * 1000) << 20) | (0 if user == ME else 1), app=APP, user=user, turn_id=f"m{number}",
            conversation_id=conversations[number % len(conversations)], question=question, answer=answer, at=at,
        )  # fmt: skip
        columns = {column.name: getattr(row, column.name) for column in SearchEntry.__table__.columns}
        yield columns, f"{asked} {answered}"


async def fill(ledger: Ledger, user: str, count: int, said: Said, chance: random.Random) -> None:
    """All in one transaction, in the rows of the index itself: turn by turn, as pages do, it would take very long."""
    page = [models.Conversation(id=f"c{number}", name=f"{WORDS[number]} talk", created_at=1) for number in range(500)]
    conversations = [row.id for row in await ledger.learn(APP, user, page)]
    owner = owner_of("m", APP, user)
    async with ledger._session.begin() as session:
        index, made = Index.of(session), rows(user, conversations, count, said, chance)
        while batch := list(islice(made, 1000)):
            await session.execute(insert(SearchEntry.__table__), [entry for entry, _ in batch])
            await session.execute(index.add, [index.entry(entry["id"], owner, words) for entry, words in batch])
    async with ledger._session.begin() as session:
        await session.execute(text("ANALYZE"))  # as PostgreSQL does by itself within a minute


async def _nothing(_user: str) -> None: ...


async def measure(url: str, count: int, rounds: int) -> None:
    async with Ledger.opened(url) as ledger:
        chance = random.Random(1)
        began = time.perf_counter()
        said = texts(POOL, 8, chance), texts(POOL, 90, chance)
        await fill(ledger, ME, count, said, chance)
        await fill(ledger, OTHER, count // 5, said, chance)
        print(f"filled in {time.perf_counter() - began:.0f} s, {await size_of(ledger):.0f} MB")
        search = Search(APP, None, ledger, _nothing, Policy, (), Inbox(APP, ledger, MemoryNews()))  # type: ignore[arg-type]
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
    run(__doc__, measure, messages=100_000, rounds=10)
