"""The numbers: what answers took, how conversations and ratings went, by app and by the days of a time zone."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.ledger import Conversation, Ledger
from app.ledger.numbers import Measured, Numbers, Period, tally
from tests.unit.sql import sql

OPEN = {"app-1", "app-2"}
EVER = Period.of("2026-01-01", "2026-12-31", "UTC")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp()


async def began(ledger: Ledger, at: float = NOON, user: str = "visitor-1", app: str = "app-1") -> Conversation:
    conversation, _, run = await ledger.begin(app, user, "Why?", None, {})
    await ledger.end(run, "done")
    await ledger.mark(conversation, created_at=at)
    return conversation


async def counted(ledger: Ledger, *many: tuple[float, Measured], app: str = "app-1", status: str = "done") -> None:
    async with ledger._session.begin() as session:
        for at, measured in many:
            await tally(session, app, at, status, measured)


def today() -> Period:
    """With the days around it: it may end meanwhile."""
    now = datetime.now(UTC).date()
    return Period(now - timedelta(1), now + timedelta(1))


async def test_an_answer_is_counted_once_with_what_it_took(ledger):
    measured = Measured(first=0.4, whole=4.0, tokens=42, price=0.5, currency="USD", uncited=True)
    row, _, run = await ledger.begin("app-1", "visitor-1", "Why?", None, {})
    for _ in range(2):
        await ledger.end(run, "done", measured)
    _, _, run = await ledger.begin("app-1", "visitor-1", "And then?", row, {})
    await ledger.end(run, "failed", Measured(whole=0.1, price=1.0, currency="EUR", error="model_currently_not_support"))
    _, waits, run = await ledger.begin("app-1", "visitor-1", "And now?", row, {})
    await ledger.end(run, "waiting", Measured(first=1.0, whole=2.0, tokens=8))
    of = (await ledger.numbers.of(OPEN, today())).of()
    assert (of.answers, of["done"], of["failed"], of.errors, of["uncited"], of["tokens"]) == (2, 1, 1, 1, 1, 50)
    assert of.prices == {"EUR": 1.0, "USD": 0.5}
    assert (of.first(0.5), of.whole(1.0)) == (pytest.approx(0.4), 5.0)
    await ledger.end(await ledger.resume(waits), "done", Measured(first=0.4, whole=1.0))
    assert (await ledger.numbers.of(OPEN, today())).of().answers == 3
    runs = await sql(ledger, "SELECT error FROM runs WHERE error <> '' OR uncited ORDER BY error")
    assert runs == [("",), ("model_currently_not_support",)]


async def test_what_died_with_its_server_is_counted_as_interrupted(ledger):
    for app in ("app-1", "app-2", "app-1"):
        await ledger.begin(app, "visitor-1", "Why?", None, {})
    await ledger.interrupt_all()
    board = await ledger.numbers.of(OPEN, today())
    assert [board.of(app).errors for app in ("app-1", "app-2", "app-3")] == [2, 1, 0]
    assert await sql(ledger, "SELECT count(*) FROM runs WHERE error = 'Interrupted' AND ended_at > 0") == [(3,)]


async def test_answers_that_end_at_once_are_all_counted(ledger):
    begun = [await ledger.begin("app-1", f"visitor-{it}", "Why?", None, {}) for it in range(8)]
    await asyncio.gather(*(ledger.end(run, "done", Measured(tokens=1)) for _, _, run in begun))
    of = (await ledger.numbers.of(OPEN, today())).of()
    assert (of["done"], of["tokens"], of["conversations"], of.users) == (8, 8, 8, 8)


@pytest.mark.parametrize(
    "zone", ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia"]
)
@pytest.mark.parametrize(("first", "last"), [("2026-03-03", "2026-04-06"), ("2026-10-03", "2026-11-05")])
async def test_days_are_those_of_the_zone_also_when_its_clocks_change(ledger, zone, first, last):
    period = Period.of(first, last, zone)
    begin, quarters = int(period.begin - 86_400), range(0, 40 * 86_400, 900)
    await counted(ledger, *((begin + quarter, Measured(tokens=1)) for quarter in quarters))
    days = dict.fromkeys(period.days, 0)
    for quarter in quarters:
        on = datetime.fromtimestamp(begin + quarter, ZoneInfo(zone)).date()
        days |= {on: days[on] + 1} if on in days else {}
    board = await ledger.numbers.of(OPEN, period)
    assert {on: board.of(on=on)["done"] for on in period.days} == days
    assert board.of()["done"] == sum(days.values())


async def test_what_did_not_begin_in_the_period_or_is_of_another_app_is_not_in_it(ledger):
    period = Period.of("2026-03-01", "2026-03-02", "Europe/Berlin")
    for at, app in ((period.begin, "app-1"), (period.end - 0.001, "app-2"), (period.begin - 0.001, "app-1"),
                    (period.end, "app-1"), (NOON, "app-3")):  # fmt: skip
        await began(ledger, at, app=app)
    await ledger.mark(await began(ledger), deleted_at=1.0)
    board = await ledger.numbers.of(OPEN, period)
    assert [board.of(on=on)["conversations"] for on in period.days] == [1, 1]
    assert [board.of(app)["conversations"] for app in ("app-1", "app-2", "app-3")] == [1, 1, 0]
    assert (await ledger.numbers.of((), period)).of() == Numbers()


async def test_a_user_counts_once_in_all_that_is_looked_at_together(ledger):
    for user, app, at in (("a", "app-1", NOON), ("a", "app-1", NOON), ("a", "app-2", NOON), ("b", "app-1", NOON),
                          ("a", "app-1", NOON + 86_400)):  # fmt: skip
        await began(ledger, at, user, app)
    board, day = await ledger.numbers.of(OPEN, EVER), date(2026, 3, 1)
    assert (board.of().users, board.of("app-1").users, board.of("app-2").users) == (2, 2, 1)
    assert (board.of(on=day).users, board.of("app-2", day).users, board.of("app-2", date(2026, 3, 2)).users) == (
        2,
        1,
        0,
    )


async def test_who_has_dealt_with_a_conversation(ledger):
    rows = {it: await began(ledger) for it in ("open", "alone", "together", "mine", "person")}
    for it, status in (("alone", "resolved"), ("together", "resolved"), ("person", "person")):
        await sql(ledger, f"UPDATE conversations SET status = '{status}' WHERE id = '{rows[it].id}'")
    for it in ("together", "mine"):
        await ledger.inbox.assign(OPEN, "app-1", rows[it].id, "agent-1")
    rows["left"] = await began(ledger)
    await ledger.handover.take("app-1", rows["left"].id, "agent-1", "Anna")
    await ledger.handover.hand_back("app-1", rows["left"].id, "agent-1")
    await ledger.inbox.assign(OPEN, "app-1", rows["left"].id, "")
    of = (await ledger.numbers.of(OPEN, EVER)).of()
    assert [of[it] for it in ("conversations", "alone", "together", "escalated")] == [6, 1, 1, 4]


async def test_ratings_are_of_the_day_on_which_they_were_given(ledger):
    row = await began(ledger)
    times = {"m-1": NOON, "m-2": NOON, "m-3": NOON + 86_400}
    await ledger.inbox.rated(row, {"m-1": "like", "m-2": "dislike", "m-3": "dislike"}, {"m-2": "Wrong."}, times)
    board = await ledger.numbers.of(OPEN, EVER)
    seen = [(of["like"], of["dislike"]) for of in (board.of(), board.of(on=date(2026, 3, 1)))]
    assert seen == [(1, 2), (1, 1)]
    await ledger.inbox.rated(row, {"m-2": "like", "m-3": ""})
    assert await sql(ledger, "SELECT id, rating, reason FROM ratings ORDER BY id") == [
        ("m-1", "like", ""), ("m-2", "like", "")
    ]  # fmt: skip
    assert (await ledger.numbers.of(OPEN, EVER)).of()["dislike"] == 0


async def test_how_long_a_share_of_the_answers_took(ledger):
    few = [(NOON, Measured(first=0.15, whole=4.0))] * 9
    await counted(ledger, *few, (NOON, Measured(first=1_000.0, whole=1_000.0)))
    of = (await ledger.numbers.of(OPEN, EVER)).of()
    assert (of.first(0.45), of.first(0.9), of.first(0.95)) == (pytest.approx(0.15), pytest.approx(0.2), 60.0)
    assert (of.whole(0.45), of.whole(1.0)) == (pytest.approx(4.0), 600.0)
    assert (Numbers().first(0.5), Numbers().whole(0.5)) == (None, None)


async def test_what_was_counted_stays_when_a_conversation_is_erased(ledger):
    await began(ledger, datetime.now(UTC).timestamp())
    await ledger.own.forget("app-1", "visitor-1")
    of = (await ledger.numbers.of(OPEN, today())).of()
    assert (of["done"], of["conversations"]) == (1, 0)


@pytest.mark.parametrize(
    ("first", "last", "zone"),
    [
        ("2026-02-30", "2026-03-01", "UTC"),
        ("", "2026-03-01", "UTC"),
        ("2026-03-02", "2026-03-01", "UTC"),
        ("2025-03-01", "2026-03-02", "UTC"),
        ("0001-01-01", "0001-01-02", "UTC"),
        ("9999-12-31", "9999-12-31", "UTC"),
        ("9998-12-31", "9999-12-31", "UTC"),
        ("2026-03-01", "2026-03-01", "Mars/Base"),
        ("2026-03-01", "2026-03-01", "../../etc/passwd"),
        ("2026-03-01", "2026-03-01", "Europe"),
        ("2026-03-01", "2026-03-01", "a\0b"),
        ("2026-03-01", "2026-03-01", ""),
    ],
)
def test_what_is_no_period(first, last, zone):
    with pytest.raises(ValueError, match=r"."):
        Period.of(first, last, zone)
