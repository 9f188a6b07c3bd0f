"""Which limits a question and an upload meet: those of all apps together, and an app's own."""

import pytest

from app.limits import Allowance, MemoryCounts, Quotas, Reached
from app.remedies import notice_of
from app.settings import Settings
from app.views import Notice

ME, OTHER, HERE, THERE = "visitor-1", "visitor-2", "192.0.2.7", "2001:db8::/64"
MB = 2**20


def one(here: dict[str, int | None] | None = None, counts: MemoryCounts | None = None, slug: str = "one", **all: int):
    return Allowance(slug, counts or MemoryCounts(), Quotas.of(all), Quotas.of(here or {}))


async def reached(allowance: Allowance, user: str = ME, address: str = "", times: int = 1) -> Notice | None:
    """What is told after that many questions; None where there was room."""
    try:
        for _ in range(times):
            await allowance.message(user, address)
    except Reached as error:
        return notice_of(error)
    return None


async def test_without_numbers_nobody_is_counted():
    assert await reached(one(), ME, HERE, 1000) is None
    assert await reached(one(messages_a_minute_per_user=0), ME, HERE, 1000) is None


async def test_one_person_s_questions_are_bounded_and_others_are_not(clock):
    allowance = one(messages_a_minute_per_user=2)
    assert await reached(allowance, times=2) is None
    assert await reached(allowance) == Notice("error_limit_user_minute", {"limit": "2", "seconds": "30"}, "wait")
    assert await reached(allowance, OTHER) is None


async def test_from_one_address_all_persons_count_together_and_where_none_is_known_nobody_does(clock):
    allowance = one(messages_a_day_per_address=2)
    assert [await reached(allowance, f"visitor-{number}", HERE) for number in range(2)] == [None, None]
    told = await reached(allowance, "visitor-3", HERE)
    assert told == Notice("error_limit_address_day", {"limit": "2", "seconds": "43200"}, "wait")
    assert await reached(allowance, "visitor-3", THERE) is None
    assert await reached(allowance, "visitor-3", "", 100) is None


async def test_the_settings_numbers_hold_over_all_apps_but_an_app_s_own_for_each(clock):
    counts = MemoryCounts()
    quotas = {"messages_a_minute_per_user": 3, "messages_a_minute_per_app": 2}
    first, second = (one(slug=slug, counts=counts, **quotas) for slug in ("one", "two"))
    assert await reached(first, times=2) is None
    assert (await reached(first)) == Notice("error_limit_app_minute", {"limit": "2", "seconds": "30"}, "wait")
    assert await reached(second) is None
    assert (await reached(second)) == Notice("error_limit_user_minute", {"limit": "3", "seconds": "20"}, "wait")


async def test_an_app_s_own_numbers_stand_beside_the_settings_and_what_it_takes_of_all_in_their_place(clock):
    counts = MemoryCounts()
    quotas = {"messages_a_minute_per_user": 3, "messages_a_minute_per_app": 1}
    own = one({"messages_a_minute_per_user": 2, "messages_a_minute_per_app": 0}, counts, "one", **quotas)
    other = one(slug="two", counts=counts, **quotas)
    assert await reached(own, times=2) is None
    assert (await reached(own)) == Notice("error_limit_user_minute", {"limit": "2", "seconds": "30"}, "wait")
    assert await reached(other) is None
    assert await reached(own, OTHER, times=2) is None


async def test_uploads_are_counted_by_their_bytes(clock):
    allowance = one(uploads_a_day_per_user=10, uploads_a_day_per_app=15)
    await allowance.upload(ME, HERE, 8 * MB)
    with pytest.raises(Reached) as caught:
        await allowance.upload(ME, HERE, 4 * MB)
    assert notice_of(caught.value) == Notice("error_limit_user_uploads", {"limit": "10 MB", "seconds": "17280"}, "wait")
    await allowance.upload(ME, HERE, 2 * MB)
    with pytest.raises(Reached, match="error_limit_app_uploads"):
        await allowance.upload(OTHER, HERE, 6 * MB)
    assert await reached(allowance) is None


async def test_what_is_set_is_what_is_counted(monkeypatch):
    monkeypatch.setenv("PARLEY_MAX_MESSAGES_A_DAY_PER_USER", "1")
    monkeypatch.setenv("PARLEY_MAX_UPLOADS_A_DAY_PER_ADDRESS", "none")
    quotas = Quotas.of(Settings().quotas)
    assert quotas.numbers["user", "day"] == 1
    assert quotas.numbers["address", "uploads"] == 0
    assert quotas.numbers["user", "uploads"] == 2_000 * MB
    assert quotas.numbers["user", "runs"] == 10
    assert len(quotas.numbers) == 12
