"""Sessions, accounts and guesses, on both databases."""

import time

import pytest

from app.ledger import Ledger, Lifetime, signed_in
from app.ledger.accounts import TooManyGuesses
from tests.unit.sql import sql

LIFETIME = Lifetime(3600, 600)
GIVEN = {"kind": "local", "name": "Anna", "groups": {"staff", "makers"}, "device": "Firefox", "address": "192.0.2.7"}


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    now = time.time() + seconds
    monkeypatch.setattr(time, "time", lambda: now)


async def add(ledger: Ledger, user: str = "anna") -> str:
    return await ledger.signed_in.add(user, LIFETIME, **GIVEN)


async def test_a_session_is_found_by_its_token_alone_and_keeps_what_was_said(ledger):
    token = await add(ledger)
    row = await ledger.signed_in.of(token, LIFETIME)
    assert (row.user, row.kind, row.name, row.groups) == ("anna", "local", "Anna", ["makers", "staff"])
    assert (row.device, row.address) == ("Firefox", "192.0.2.7")
    assert len(token) >= 43
    for other in ("", row.token, row.id, token[:-1], token.upper(), "\0", "\ud800"):
        assert await ledger.signed_in.of(other, LIFETIME) is None


async def test_a_session_ends_though_somebody_is_there_all_the_time(ledger, monkeypatch):
    token = await add(ledger)
    start = time.time()
    for minutes in range(5, 60, 5):
        later(monkeypatch, start + 60 * minutes - time.time())
        assert await ledger.signed_in.of(token, LIFETIME)
    later(monkeypatch, start + 3601 - time.time())
    assert await ledger.signed_in.of(token, LIFETIME) is None


async def test_a_session_ends_while_nobody_is_there(ledger, monkeypatch):
    token = await add(ledger)
    later(monkeypatch, 601)
    assert await ledger.signed_in.of(token, LIFETIME) is None


async def test_a_shorter_lifetime_ends_sessions_of_before(ledger, monkeypatch):
    token = await add(ledger)
    later(monkeypatch, 61)
    assert await ledger.signed_in.of(token, Lifetime(60, 600)) is None


async def test_that_somebody_is_there_is_written_now_and_then(ledger, monkeypatch):
    token = await add(ledger)
    row = await ledger.signed_in.of(token, LIFETIME)
    seen = row.seen_at
    later(monkeypatch, 100)
    assert (await ledger.signed_in.of(token, LIFETIME)).seen_at == seen
    assert (await ledger.signed_in.of(token, LIFETIME)).seen_at == seen
    later(monkeypatch, 100)
    await ledger.signed_in.of(token, LIFETIME)
    assert (await ledger.signed_in.of(token, LIFETIME)).seen_at == time.time()


async def test_a_page_that_is_open_is_somebody_who_is_there(ledger, monkeypatch):
    token = await add(ledger)
    row = await ledger.signed_in.of(token, LIFETIME)
    for _ in range(4):
        later(monkeypatch, 400)
        assert await ledger.signed_in.lasting([row.id, "another"], LIFETIME) == {row.id}
    assert await ledger.signed_in.of(token, LIFETIME)


async def test_many_pages_are_looked_after_at_once(ledger, monkeypatch):
    monkeypatch.setattr(signed_in, "AT_ONCE", 2)
    for number in range(5):
        await add(ledger, f"user-{number}")
    ids = {row.id for number in range(5) for row in await ledger.signed_in.all(f"user-{number}", LIFETIME)}
    later(monkeypatch, 400)
    assert await ledger.signed_in.lasting(ids, LIFETIME) == ids
    later(monkeypatch, 400)
    assert await ledger.signed_in.lasting(ids, LIFETIME) == ids
    assert await ledger.signed_in.lasting([], LIFETIME) == set()


async def test_one_session_or_all_are_revoked_by_their_own_person(ledger):
    mine, also, other = [await add(ledger, user) for user in ("anna", "anna", "bert")]
    first, second = [await ledger.signed_in.of(token, LIFETIME) for token in (mine, also)]
    await ledger.signed_in.revoke("bert", first.id)
    assert [row.id for row in await ledger.signed_in.all("anna", LIFETIME)] == [second.id, first.id]
    await ledger.signed_in.revoke("anna", first.id)
    assert [await ledger.signed_in.of(token, LIFETIME) is None for token in (mine, also, other)] == [True, False, False]
    await ledger.signed_in.revoke_all("anna")
    assert [await ledger.signed_in.of(token, LIFETIME) is None for token in (also, other)] == [True, False]


async def test_sessions_that_are_over_are_cleared_away_and_nobody_has_any_number(ledger, monkeypatch):
    monkeypatch.setattr(signed_in, "MOST", 3)
    old = await add(ledger)
    later(monkeypatch, 601)
    tokens = [await add(ledger) for _ in range(5)]
    assert await sql(ledger, "SELECT count(*) FROM sessions") == [(3,)]
    assert [await ledger.signed_in.of(token, LIFETIME) is not None for token in (old, *tokens)] == [False] * 3 + [
        True
    ] * 3


async def test_an_account_is_there_once(ledger):
    assert await ledger.accounts.add("anna", "hash", ["b", "a"])
    assert not await ledger.accounts.add("anna", "other", [])
    assert [(row.name, row.password, row.groups) for row in await ledger.accounts.all()] == [
        ("anna", "hash", ["a", "b"])
    ]
    anna = (await ledger.accounts.get("anna")).user
    assert [await ledger.accounts.set_password(name, "new") for name in ("anna", "b")] == [anna, ""]
    assert [await ledger.accounts.set_groups(name, ["d", "c"]) for name in ("anna", "b")] == [anna, ""]
    row = await ledger.accounts.get("anna")
    assert (row.user, row.password, row.groups) == (anna, "new", ["c", "d"])
    assert [await ledger.accounts.remove("anna") for _ in range(2)] == [anna, ""]
    assert await ledger.accounts.get("anna") is None


async def test_whoever_gets_the_name_of_an_account_that_is_gone_is_somebody_else(ledger):
    people = []
    for _ in range(2):
        await ledger.accounts.add("anna", "hash", [])
        people.append(await ledger.accounts.remove("anna"))
    assert len(set(people)) == 2
    assert [user.rpartition(":")[0] for user in people] == ["local:anna"] * 2


async def wait(ledger: Ledger, place: str) -> float:
    """The seconds that a guess there has to wait; 0 where it is heard."""
    try:
        await ledger.accounts.guess(place, 2, 5.0)
    except TooManyGuesses as error:
        return error.seconds
    return 0.0


async def test_guesses_wait_twice_as_long_each_time_up_to_a_longest_and_are_forgotten(ledger, monkeypatch):
    waits = []
    for _ in range(6):
        assert await wait(ledger, "anna") == 0
        waits.append(round(await wait(ledger, "anna"), 3) if waits else 0.0)
        later(monkeypatch, waits[-1])
    assert waits == [0, 1, 2, 4, 5, 5]
    assert await wait(ledger, "bert") == 0
    later(monkeypatch, 3601)
    assert await wait(ledger, "anna") == 0
    assert await sql(ledger, "SELECT count(*) FROM guesses") == [(1,)]


async def test_a_clock_that_is_set_back_keeps_nobody_waiting_for_longer(ledger, monkeypatch):
    for _ in range(2):
        await ledger.accounts.guess("anna", 2, 5.0)
    later(monkeypatch, -86_400)
    assert 0 < await wait(ledger, "anna") <= 5


async def test_a_right_guess_clears_the_name_and_counts_at_the_place_no_more(ledger):
    await ledger.accounts.guess("name", 2, 5.0)
    await ledger.accounts.guess("place", 2, 5.0)
    until = await ledger.accounts.guess("place", 2, 5.0)
    await ledger.accounts.guessed_right("name", "place", until)
    assert await sql(ledger, "SELECT count, wait_until FROM guesses") == [(1, 0)]


async def test_a_right_guess_spares_nobody_the_wait_for_a_wrong_one_that_came_meanwhile(ledger, monkeypatch):
    later(monkeypatch, 0.0)  # and no time passes
    until = await ledger.accounts.guess("place", 2, 5.0)
    await ledger.accounts.guess("place", 2, 5.0)
    await ledger.accounts.guessed_right("name", "place", until)
    assert await wait(ledger, "place") > 0
