"""How long the console takes with very many conversations of very many people: the inbox's list, its counts and its
search, the board of numbers, and what is told of the quality of answers.

Run from the repository: ``python -m tests.load.inbox``, with ``--postgresql`` on a PostgreSQL.
"""

import random
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.ledger import Conversation, Ledger, Message, Run
from app.ledger.engine import made
from app.ledger.inbox import Cursor, Filter, Page
from app.ledger.inbox.lines import PAGE
from app.ledger.inbox.rows import Label, Mention, Rating, Seen
from app.ledger.index import Index
from app.ledger.numbers import Period
from app.ledger.numbers.rows import COUNTED, QUARTER, TALLIES, first_of, whole_of
from app.ledger.rows import SearchEntry
from app.ledger.search import owner_of
from app.search import parse
from tests.load.ledgers import run, size_of
from tests.load.search import POOL, WORDS, Said, texts

APPS = ("help", "orders", "returns", "staff")
SHARES = (60, 25, 10, 5)  # of a hundred conversations, those of each app
AGENTS = [f"oidc:agent-{number}" for number in range(20)]
ME = AGENTS[0]
STATUSES = {"resolved": 70, "open": 20, "waiting": 7, "person": 3}
LABELS = {"billing": 0.1, "late": 0.02, "press": 0.0002}
BEGAN = 1_700_000_000.0  # seconds of the epoch; a conversation begins each minute
STEP, BATCH, DEEP = 60.0, 2_000, 20
LIST, SEARCH, NUMBERS = 150, 400, 1_000  # milliseconds in which 95 of 100 are to be there
ERRORS = ("provider_quota_exceeded", "completion_request_error", "StreamCut", "TimedOut")

FILTERS = {
    "all": Filter(),
    "oldest first": Filter(oldest_first=True),
    "open": Filter(status="open"),
    "with a person": Filter(status="person"),
    "mine": Filter(assignee=ME),
    "nobody's": Filter(assignee=""),
    "label of many": Filter(label="billing"),
    "label of few": Filter(label="press"),
    "label of none": Filter(label="novel"),
    "bad": Filter(rating="dislike"),
    "failed": Filter(failed=True),
    "unread": Filter(unread=True),
    "mentions me": Filter(mentioned=True),
    "mentions me, open": Filter(mentioned=True, status="open"),
    "one app": Filter(apps=("staff",)),
    "a day": Filter(since=BEGAN + 40_000 * STEP, until=BEGAN + 40_000 * STEP + 86_400),
    "mine and waiting": Filter(status="waiting", assignee=ME),
    "bad and open": Filter(status="open", rating="dislike"),
    "label and unread": Filter(label="late", unread=True),
    "failed, of one app, nobody's": Filter(apps=("orders",), failed=True, assignee=""),
    "open, bad and labelled by few": Filter(status="open", rating="dislike", label="press"),
}
QUERIES = {
    "rare": WORDS[4999], "common": WORDS[1], "half a word": WORDS[1][:2], "two words": f"{WORDS[1]} {WORDS[2]}",
    "two rarer words": f"{WORDS[77]} {WORDS[250]}", "phrase": f'"{WORDS[1]} {WORDS[2]}"', "Chinese": "天地",
    "one Han character": "天", "nothing": "xylophone",
}  # fmt: skip
PERIODS = {
    f"{days}, {zone}": Period.of(*days.split(" "), zone)
    for days in ("2023-11-01 2024-10-30", "2023-12-01 2023-12-31", "2023-12-24 2023-12-30")
    for zone in ("UTC", "America/New_York", "Asia/Kathmandu")
}
WITHIN = {
    "": Filter(), "open": Filter(status="open"), "mine": Filter(assignee=ME), "bad": Filter(rating="dislike"),
    "one app": Filter(apps=("staff",)), "label of few": Filter(label="press"),
}  # fmt: skip


@dataclass
class Batch:
    """Rows by their table, and the words of the search's, of which each goes into the index."""

    conversations: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    words: list[tuple[int, str, str]] = field(default_factory=list)
    labels: list[dict[str, Any]] = field(default_factory=list)
    seen: list[dict[str, Any]] = field(default_factory=list)
    mentions: list[dict[str, Any]] = field(default_factory=list)
    runs: list[dict[str, Any]] = field(default_factory=list)
    ratings: list[dict[str, Any]] = field(default_factory=list)
    tallies: dict[tuple[str, int, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def batches(count: int, turns: int, said: Said, chance: random.Random) -> Iterator[Batch]:
    """``count`` conversations of ``turns`` turns each on average."""
    numbers = iter(range(count))
    while part := list(islice(numbers, BATCH)):
        batch = Batch()
        for number in part:
            _conversation(batch, number, turns, said, chance)
        yield batch


def _conversation(batch: Batch, number: int, turns: int, said: Said, chance: random.Random) -> None:
    """One that began when its number says, in some app, as far along as chance has it."""
    [app], began = chance.choices(APPS, SHARES), BEGAN + number * STEP
    owner = {"app": app, "user": f"visitor-{number // 3}"}
    id, last = f"c{number}", 0.0
    for turn in range(turns):
        (question, asked), (answer, answered) = map(chance.choice, said)
        last = began + turn * 20.0
        here = {**owner, "conversation_id": id, "question": question, "answer": answer}
        batch.messages.append({**here, "id": f"m{number}-{turn}", "status": "done", "created_at": last})
        entry = ((int(last * 1000) << 20) | (number * turns + turn) & 0xFFFFF, f"m{number}-{turn}")
        batch.entries.append({**here, "id": entry[0], "turn_id": entry[1], "at": last})
        batch.words.append((entry[0], owner_of("m", app, owner["user"]), f"{asked} {answered}"))
        _answer(batch, {**owner, "conversation_id": id, "message_id": f"m{number}-{turn}"}, last, chance)
    assignee = chance.choice(AGENTS) if chance.random() < 0.2 else ""
    rating = chance.choices(("", "like", "dislike"), (93, 5, 2))[0]
    times = {"created_at": began, "updated_at": last + 5.0, "asked_at": last}
    row = {**owner, **times, "id": id, "name": question[:60], "excerpt": question[:200], "inputs": {}, "chosen": {}}
    [status] = chance.choices(list(STATUSES), list(STATUSES.values()))
    failed = chance.random() < 0.01
    waits = last if status in ("waiting", "person") else 0.0
    row |= {"status": status, "waits_since": waits}
    batch.conversations.append({**row, "assignee": assignee, "rating": rating, "failed": failed})
    whose = {**owner, "conversation_id": id}
    batch.labels += [{**whose, "label": label} for label, share in LABELS.items() if chance.random() < share]
    if chance.random() < 0.01:
        batch.mentions.append({**whose, "note_id": f"n{number}", "agent": chance.choice(AGENTS)})
    if rating:
        batch.ratings.append({**whose, "id": f"u{number}", "rating": rating, "at": last + 60.0, "reason": "So it is."})
    if chance.random() < 0.95:  # of all that was ever asked this agent has not read one in twenty
        batch.seen.append({**whose, "agent": ME, "asked_at": last})


def _answer(batch: Batch, whose: dict[str, Any], at: float, chance: random.Random) -> None:
    """One in a hundred failed, one in three named no source, and one in two had a price."""
    error = chance.choice(ERRORS) if chance.random() < 0.01 else ""
    status, uncited = "failed" if error else "done", not error and chance.random() < 0.3
    row = {"id": f"r{whose['message_id']}", "status": status, "started_at": at, "ended_at": at + 5.0}
    batch.runs.append({**whose, **row, "error": error, "uncited": uncited})
    currency = chance.choice(("", "USD"))
    tally = batch.tallies[whose["app"], int(at + 5.0) // QUARTER * QUARTER, currency]
    tally.update({status: 1, "uncited": int(uncited), "tokens": 500, "price": 0.002 if currency else 0})
    tally.update([first_of(chance.lognormvariate(0, 1)), whole_of(chance.lognormvariate(2, 1))])


async def fill(ledger: Ledger, count: int, turns: int, chance: random.Random) -> None:
    said = texts(POOL, 8, chance), texts(POOL, 40, chance)
    async with ledger._session.begin() as session:
        index, postgresql = Index.of(session), session.get_bind().dialect.name == "postgresql"
        if postgresql:  # it is made at once in a tenth of the time
            await session.execute(text("DROP INDEX ix_search_index_lexemes"))
        tallies = dict[tuple[str, int, str], Counter[str]]()
        for batch in batches(count, turns, said, chance):
            tables = (Conversation, batch.conversations), (Message, batch.messages), (SearchEntry, batch.entries)
            beside = (Label, batch.labels), (Seen, batch.seen), (Run, batch.runs), (Rating, batch.ratings)
            beside = *beside, (Mention, batch.mentions)
            for table, rows in (*tables, *beside):
                await _insert(session, table, rows)
            for place, tally in batch.tallies.items():
                tallies.setdefault(place, Counter()).update(tally)
            await session.execute(index.add, [index.entry(*word) for word in batch.words])
        zeros = dict.fromkeys(("price", *COUNTED), 0)
        counted = [
            dict(zip(("app", "at", "currency"), place, strict=True), **zeros | it) for place, it in tallies.items()
        ]
        await session.execute(insert(TALLIES), counted)
        if postgresql:
            await session.execute(text("CREATE INDEX ix_search_index_lexemes ON search_index USING gin (lexemes)"))
    async with ledger._session.begin() as session:
        await session.execute(text("ANALYZE"))  # as PostgreSQL does by itself within a minute


async def _insert(session: AsyncSession, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        defaults = {"notice": {}, "notes": [], "citations": [], "hidden": False} if table is Message else {}
        await session.execute(insert(table.__table__), [{**defaults, **row} for row in rows])


async def timed(name: str, rounds: int, ask: Callable[[], Awaitable[Any]], took: list[float]) -> Any:
    """What was given, and how long each of the rounds took, also printed."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        given = await ask()
        times.append((time.perf_counter() - began) * 1000)
    took += times
    print(f"  {name}: {statistics.median(times):.1f} ms, most {max(times):.1f} ms")
    return given


def say(what: str, took: list[float], target: float) -> None:
    p95 = statistics.quantiles(took, n=20)[-1]
    said = f"p50 {statistics.median(took):.0f} ms, p95 {p95:.0f} ms, most {max(took):.0f} ms (target: p95 {target} ms)"
    print(f"{what}: {said}")


async def measure(url: str, count: int, turns: int, rounds: int) -> None:
    patient = made(url, patient=True)  # an index of a million entries takes longer than any other statement may
    async with Ledger.opened(url) as ledger:
        began = time.perf_counter()
        await fill(Ledger(patient), count, turns, random.Random(1))
        await patient.dispose()
        print(f"{count} conversations, {count * turns} messages: {time.perf_counter() - began:.0f} s", end=", ")
        print(f"{await size_of(ledger):.0f} MB")
        inbox, found, counted = ledger.inbox, list[float](), list[float]()
        await _list(ledger, count, rounds)
        await timed("counts", rounds, lambda: inbox.counts(APPS, ME), counted)
        say("counts", counted, LIST)
        waited = list[float]()
        await timed("who has called", rounds, lambda: inbox.calling(APPS), waited)
        await timed("who waits", rounds, lambda: inbox.waiting(APPS), waited)
        await timed("how many wait", rounds, inbox.waiting_in, waited)
        say("waiting", waited, LIST)
        await timed("a customer", rounds, lambda: inbox.customer(APPS, ME, "visitor-7"), list[float]())
        for within, filter in WITHIN.items():
            for name, query in QUERIES.items():
                terms, label = parse(query), f"{name} ({query})" + (f", {within}" if within else "")
                given = await timed(label, rounds, lambda f=filter, t=terms: inbox.search(APPS, ME, f, t), found)
                print(f"    {len(given.matches)} found{', and more beyond' if given.beyond else ''}")
        say("search", found, SEARCH)
        await _numbers(ledger, rounds)


async def _list(ledger: Ledger, count: int, rounds: int) -> None:
    """Of each filter the first page, the 20th, the one before that, and the last; and how many lines there are."""
    inbox, listed, counted = ledger.inbox, list[float](), list[float]()
    for name, filter in FILTERS.items():

        def page(after: Cursor | None = None, filter: Filter = filter, **more: bool) -> Awaitable[Page]:
            return inbox.page(APPS, ME, filter, after, **more)

        here = await timed(name, rounds, page, listed)
        for _ in range(DEEP):
            here = await page(here.lines[-1].cursor) if here.more else here
        if here.more:
            deep = here.lines[-1].cursor
            await timed(f"{name}, page {DEEP}", rounds, lambda p=page, a=deep: p(a), listed)
            await timed(f"{name}, back from it", rounds, lambda p=page, a=deep: p(a, back=True), listed)
            end = Cursor(0.0 if not filter.oldest_first else BEGAN * 2, "", "")
            last = await timed(f"{name}, the last page", rounds, lambda p=page, a=end: p(a, back=True), listed)
            assert len(last.lines) == PAGE
        await timed(f"{name}, how many", rounds, lambda f=filter: inbox.count(APPS, ME, f), counted)
    middle = Cursor(BEGAN + count * STEP / 2, "", "")
    await timed("all, from the middle", rounds, lambda: inbox.page(APPS, ME, Filter(), middle), listed)
    say("list", listed, LIST)
    say("how many", counted, LIST)


async def _numbers(ledger: Ledger, rounds: int) -> None:
    told, looked, since = list[float](), list[float](), BEGAN
    for name, period in PERIODS.items():
        board = await timed(f"numbers, {name}", rounds, lambda p=period: ledger.numbers.of(APPS, p), told)
        of = board.of()
        print(f"    {of['conversations']} conversations of {of.users}, {of.answers} answers, {of.prices}")
    say("numbers", told, NUMBERS)
    quality = ledger.quality
    for name, ask in {
        "bad": lambda: quality.bad(APPS, since, 50), "dealt with": lambda: quality.bad(APPS, since, 50, done=True),
        "uncited": lambda: quality.uncited(APPS, since, 50), "failed": lambda: quality.failed(APPS, since, 50),
        "one code": lambda: quality.failed(APPS, since, 50, code="StreamCut"),
        "errors": lambda: quality.errors(APPS, since), "documents": lambda: quality.documents(APPS, since),
    }.items():  # fmt: skip
        await timed(f"quality, {name}", rounds, ask, looked)
    say("quality", looked, NUMBERS)


if __name__ == "__main__":
    run(__doc__, measure, conversations=100_000, turns=10, rounds=10)
