"""All that somebody might try instead of signing in with a name and a password of their own."""

import asyncio
import time
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest

from app.i18n.en import EN
from app.identity import Sessions
from app.identity.passwords import Passwords
from app.ledger import accounts
from app.routes import ROUTES
from tests.unit.sign_in.site import NAME, PASSWORD, Site, told
from tests.unit.sql import sql


@pytest.mark.parametrize("name", [NAME, "nobody", "", "a" * 5000, "\0", "Ａｎｎａ"])
async def test_a_wrong_password_and_an_unknown_name_are_told_apart_by_nobody(site: Site, name: str, monkeypatch):
    looked = []
    of = Passwords._is

    async def seen(self: Passwords, hashed: str, password: str) -> bool:
        looked.append(hashed.startswith("$argon2id$"))
        return await of(self, hashed, password)

    monkeypatch.setattr(Passwords, "_is", seen)
    answer = await site.browser().sign_in(name, "not the password")
    assert (answer.status_code, told(answer)) == (403, EN.sign_in_wrong)
    assert looked == [True]
    assert "set-cookie" not in answer.headers


async def test_what_was_typed_stands_there_again_and_is_no_html(site: Site):
    answer = await site.browser().sign_in('<b>"', "wrong", '/"><script>')
    assert 'value="&lt;b&gt;&quot;"' in answer.text
    assert "<script" not in answer.text


@pytest.fixture
def slow_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A millisecond passes with each look of whoever counts guesses, however long a busy machine takes for one."""
    began, looks = time.time(), count()
    monkeypatch.setattr(accounts, "time", SimpleNamespace(time=lambda: began + next(looks) / 1000))


@pytest.mark.usefixtures("slow_clock")
async def test_after_some_wrong_guesses_even_the_right_one_waits(site: Site):
    browser = site.browser()
    statuses = [(await browser.sign_in(password="wrong")).status_code for _ in range(5)]
    late = await browser.sign_in()
    assert (statuses, late.status_code) == ([403] * 5, 429)
    assert told(late) == EN.sign_in_slow.format(seconds=1)
    assert (await browser.sign_in("bert", "wrong")).status_code == 403


@pytest.mark.usefixtures("slow_clock")
async def test_a_name_that_nobody_has_waits_as_one_that_somebody_has(site: Site):
    browser = site.browser()
    assert [(await browser.sign_in("nobody", "wrong")).status_code for _ in range(6)] == [403] * 5 + [429]


@pytest.mark.usefixtures("slow_clock")
async def test_many_guesses_at_once_are_no_more_than_one_after_the_other(site: Site):
    browser = site.browser()
    answers = await asyncio.gather(*(browser.sign_in(password="wrong") for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [403] * 5 + [429] * 15


async def test_where_everybody_may_come_through_one_proxy_wrong_guesses_keep_only_a_name_waiting(site: Site):
    """The connection's address is inside a network, and no proxy is trusted: it may be that of one."""
    browser = site.browser()
    answers = [(await browser.sign_in(f"name-{number}", "wrong")).status_code for number in range(21)]
    assert answers == [403] * 21
    assert (await browser.sign_in()).status_code == 303


@pytest.mark.usefixtures("slow_clock")
async def test_right_guesses_between_wrong_ones_give_a_place_no_more_of_these(open_site, site: Site):
    far = await open_site(trusted_proxies="127.0.0.1")
    guesser = far.browser(**{"X-Forwarded-For": "192.0.2.7"})
    for number in range(19):
        assert (await guesser.sign_in(f"name-{number}", "wrong")).status_code == 403
        assert (await guesser.sign_in()).status_code == 303
    assert (await guesser.sign_in("name-20", "wrong")).status_code == 403
    assert (await guesser.sign_in("name-21", "wrong")).status_code == 429


async def test_whoever_guesses_right_begins_anew(site: Site):
    browser = site.browser()
    for _ in range(3):
        assert [(await browser.sign_in(password="wrong")).status_code for _ in range(4)] == [403] * 4
        assert (await browser.sign_in()).status_code == 303


@pytest.mark.parametrize(
    "to",
    [
        "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "evil.example",
        "javascript:alert(1)", "/\t/evil.example", "/\n/evil.example", " //evil.example", "", "/a\\..\\b",
        "/\r\nX-A: b", "/sign-in?to=/", "/ü",
    ],
)  # fmt: skip
async def test_nobody_is_led_to_another_site(site: Site, to: str):
    assert (await site.browser().sign_in(to=to)).headers["location"] == "/"
    browser = site.browser()
    await browser.sign_in()
    assert (await browser.http.get("/sign-in", params={"to": to})).headers["location"] == "/"


async def test_a_session_that_was_planted_before_is_not_the_one_after(site: Site):
    attacker, victim = site.browser(), site.browser()
    await site.ledger.accounts.add("mallory", await site.passwords.hashed(PASSWORD), [])
    await attacker.sign_in("mallory")
    planted = attacker.cookie
    assert await victim.sign_in(Cookie=f"parley_session={planted}")
    assert victim.cookie not in ("", planted)
    assert not await attacker.is_in()


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "\xff", "'; DROP TABLE sessions; --"])
async def test_a_token_that_is_made_up_opens_nothing(site: Site, token: str):
    await site.browser().sign_in()
    cookie = f"parley_session={token}".encode("latin-1")
    answer = await site.browser().http.get("/", headers=[(b"cookie", cookie)])
    assert answer.status_code == 303


async def test_what_the_ledger_keeps_of_a_session_opens_nothing(site: Site):
    browser = site.browser()
    await browser.sign_in(**{"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"})
    anna = await site.ledger.accounts.get(NAME)
    [row] = await site.ledger.signed_in.all(anna.user, site.sessions.lifetime)
    assert browser.cookie not in repr(vars(row))
    assert (row.device, row.address, row.groups) == ("Firefox, Windows", "127.0.0.1", ["staff"])
    for kept in (row.token, row.id):
        assert (await site.browser(Cookie=f"parley_session={kept}").get("/")).status_code == 303


FOREIGN = [
    {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": ""}, {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
]  # fmt: skip
CHANGING = [
    (method, route.path.replace("{app}", "guide").replace("{file_id:uuid}", "0" * 8 + "-0000-4000-8000-" + "0" * 12))
    for route in ROUTES
    for method in (route.methods or ())
    if method not in ("GET", "HEAD")
]


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize(("method", "path"), CHANGING)
async def test_no_route_that_changes_something_hears_a_page_of_another_site(site: Site, method, path, headers):
    browser = site.browser()
    await browser.sign_in()
    data = {"name": NAME, "password": PASSWORD} if path == "/sign-in" else None
    answer = await browser.http.request(method, path, headers=headers, data=data)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert await browser.is_in()


async def test_what_is_no_small_form_signs_nobody_in(site: Site):
    browser = site.browser()
    for body in (b"\xff\xfe", b"name=anna&" + b"a" * 20_000, b"{}"):
        assert (await browser.http.post("/sign-in", content=body)).status_code == 403


@pytest.mark.usefixtures("slow_clock")
async def test_who_guesses_from_one_network_keeps_nobody_of_another_one_out(open_site, site: Site):
    far = await open_site(trusted_proxies="127.0.0.1")
    guesser, other = (far.browser(**{"X-Forwarded-For": f"2001:db8:{net}::1"}) for net in (1, 2))
    answers = [(await guesser.sign_in(f"name-{number}", "wrong")).status_code for number in range(21)]
    assert answers == [403] * 20 + [429]
    assert (await other.sign_in()).status_code == 303


CHANGES = {
    "password": lambda accounts: accounts.set_password(NAME, "another hash"),
    "groups": lambda accounts: accounts.set_groups(NAME, []),
    "remove": lambda accounts: accounts.remove(NAME),
}


@pytest.mark.parametrize("doing", CHANGES)
@pytest.mark.parametrize(("kind", "step"), [(Passwords, "_is"), (Sessions, "begin")])
async def test_an_account_that_is_changed_while_somebody_signs_in_lets_nobody_in(site, monkeypatch, kind, step, doing):
    of = getattr(kind, step)

    async def meanwhile(*given: Any) -> Any:
        if kind is Passwords:
            assert await of(*given)
        user = await CHANGES[doing](site.ledger.accounts)
        await site.ledger.signed_in.revoke_all(user)
        return True if kind is Passwords else await of(*given)

    monkeypatch.setattr(kind, step, meanwhile)
    browser = site.browser()
    assert (await browser.sign_in()).status_code == 403
    assert not await browser.is_in()
    assert await sql(site.ledger, "SELECT count(*) FROM sessions") == [(0,)]
