"""Whoever has not signed in, where others have: a visitor, in the apps that are for visitors, and in none besides."""

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.datastructures import Headers

from app import services
from app.catalog import App
from app.i18n.en import EN
from app.identity import COOKIE, PERSON, Claim, Identities, Person
from app.identity.identities import STRANGER
from app.ledger import LedgerFailed, SignedIn
from app.policy import Role
from tests.unit.routes.site import SIGNER
from tests.unit.sign_in.site import NAME, Browser, Site
from tests.unit.sign_in.test_sign_in_sockets import scope_of

CHATS: list[Any] = [SimpleNamespace(slug=slug) for slug in ("guide", "desk")]
GUIDE = App(slug="guide", embedded="guide", visitors=True)
DESK = App(slug="desk", embedded="desk")


@pytest.fixture
async def site(open_site) -> Site:
    """One of an app for visitors and one for whoever has signed in, with an account."""
    site = await open_site(*CHATS, entries=[GUIDE, DESK], role="builder")
    await site.ledger.accounts.add(NAME, await site.passwords.hashed("correct horse battery"), ["staff"])
    return site


def visitor(browser: Browser) -> str:
    """Whom the browser's cookie names."""
    return SIGNER.user("; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.http.cookies.jar))


@pytest.mark.parametrize("path", ["/", "/apps", "/apps/guide", "/apps/guide/c/1"])
async def test_a_page_for_visitors_is_shown_and_makes_a_visitor_once(site: Site, path: str):
    browser = site.browser()
    shown = await browser.get(path)
    assert (shown.status_code, shown.text) == (200, "the page")
    assert shown.headers["cache-control"] == "no-cache, private"
    assert re.fullmatch(r"visitor-[0-9a-f-]{36}", visitor(browser))
    assert "set-cookie" not in (await browser.get(path)).headers


@pytest.mark.parametrize("path", ["/apps/desk", "/apps/desk/c/1?q=a", "/apps/never", "/c/1"])
async def test_from_any_other_page_a_visitor_is_led_to_sign_in_and_back(site: Site, path: str):
    browser = site.browser()
    for _ in ("nobody", "a visitor"):
        led = await browser.get(path)
        assert (led.status_code, "set-cookie" in led.headers) == (303, False)
        await browser.get("/apps/guide")
    page = await browser.get(led.headers["location"])
    assert page.status_code == 200
    assert f'<a href="/">{EN.sign_in_without}</a>' in page.text
    assert (await browser.sign_in(to=path)).headers["location"] == path
    assert (await browser.get(path)).text == "the page"


async def test_the_sign_in_page_leads_on_without_it_to_what_is_for_visitors_alone(site: Site, open_site):
    browser = site.browser()
    page = await browser.get("/sign-in?to=%2Fapps%2Fguide%2Fc%2F1%23turn")
    assert f'<a href="/apps/guide/c/1#turn">{EN.sign_in_without}</a>' in page.text
    assert EN.sign_in_without in (await browser.sign_in(password="wrong", to="/apps/desk")).text
    closed = (await open_site(*CHATS, entries=[DESK])).browser()
    assert EN.sign_in_without not in (await closed.get("/sign-in")).text


async def test_there_come_no_more_newcomers_from_one_address_than_may(site: Site, open_site):
    behind = await open_site(*CHATS, entries=[GUIDE], max_newcomers_an_hour_per_address=2, trusted_proxies="127.0.0.1")
    browsers = [behind.browser(**{"X-Forwarded-For": "192.0.2.7"}) for _ in range(3)]
    assert [(await browser.get("/apps")).status_code for browser in browsers] == [200, 200, 429]
    assert (await browsers[0].get("/apps")).status_code == 200
    await browsers[2].sign_in()
    assert (await browsers[2].get("/apps")).status_code == 200


async def test_whoever_has_signed_in_is_made_no_visitor_and_who_was_one_stays_so_for_later(site: Site):
    anna = site.browser()
    await anna.sign_in()
    await anna.get("/apps/guide")
    assert visitor(anna) == ""
    browser = site.browser()
    await browser.get("/apps")
    before = visitor(browser)
    await browser.sign_in()
    await browser.get("/apps/desk")
    assert (visitor(browser), "parley_drafts" in browser.http.cookies) == (before, True)
    await browser.post("/sign-out")
    assert (await browser.get("/apps/desk")).status_code == 303
    assert (await browser.get("/apps/guide")).text == "the page"
    assert (visitor(browser), "parley_drafts" in browser.http.cookies) == (before, False)


async def test_a_visitor_is_let_in_and_sees_what_a_visitor_sees(site: Site):
    """Not the more that the settings let everybody see who has signed in."""
    known = services.current().identities
    cookie = f"{COOKIE}={SIGNER.new_visitor()}"
    admitted = await known.admitted(scope_of(f"parley_session=ended; {cookie}"))
    assert admitted is not None
    assert admitted[PERSON] == Person(SIGNER.user(cookie), Role.VISITOR, visitor=True)
    assert known.proved(Headers(scope=admitted)["cookie"]) == admitted[PERSON]
    signed_in = await site.sessions.begin(Claim("local:anna", "local", "anna"), scope_of())
    anna = await known.admitted(scope_of(f"{signed_in.partition(';')[0]}; {cookie}"))
    assert anna is not None
    assert (anna[PERSON].user, anna[PERSON].role, anna[PERSON].visitor) == ("local:anna", Role.BUILDER, False)


@pytest.mark.parametrize("cookie", ["", f"{COOKIE}=visitor-1.forged", "parley_person=visitor-1"])
async def test_nobody_is_let_in_without_a_visitor_s_cookie_of_ours(site: Site, cookie: str):
    assert await services.current().identities.admitted(scope_of(cookie)) is None
    assert (await site.browser(Cookie=cookie).get("/sockets")).status_code == 401


async def test_where_no_app_is_for_visitors_a_visitor_s_cookie_opens_nothing(site: Site, monkeypatch):
    """One of when everybody could come, or when an app was for visitors."""
    closed = Identities(SIGNER, Role.VISITOR, site.sessions, lambda: False)
    monkeypatch.setattr(services, "_current", replace(services.current(), identities=closed))
    services.current().apps.become(CHATS, [DESK])
    cookie = f"{COOKIE}={SIGNER.new_visitor()}"
    assert await closed.admitted(scope_of(cookie)) is None
    assert (await site.browser(Cookie=cookie).get("/apps/guide")).status_code == 303


@pytest.mark.parametrize("path", ["/apps/desk", "/apps/guide"])
async def test_while_the_ledger_is_away_the_page_is_shown_which_says_so(site: Site, monkeypatch, path):
    async def away(*_given: object) -> None:
        raise LedgerFailed("away")

    monkeypatch.setattr(SignedIn, "of", away)
    assert (await site.browser(Cookie="parley_session=x").get(path)).text == "the page"


@pytest.mark.parametrize("path", ["/embed/guide", "/embed/desk/c/1", "/embed/never"])
async def test_a_page_that_stands_in_other_sites_pages_is_shown_without_a_cookie(site: Site, path: str):
    shown = await site.browser().get(path)
    assert (shown.status_code, shown.text, "set-cookie" in shown.headers) == (200, "the page", False)


@pytest.mark.parametrize("path", ["/embed/..%2fapps/desk", "/embed", "/embedded/desk"])
async def test_what_only_looks_like_one_is_not(site: Site, path: str):
    assert (await site.browser().get(path)).status_code == 303


async def test_where_an_app_stands_in_other_sites_pages_nobody_s_socket_is_let_in_as_nobody(site: Site):
    framed = Identities(SIGNER, Role.BUILDER, site.sessions, frames=lambda: True)
    forged = f"parley_person={SIGNER.proof(Person('local:anna', Role.BUILDER))}"
    for cookie in ("", forged, "parley_session=ended", f"{COOKIE}={SIGNER.new_visitor()}"):
        admitted = await framed.admitted(scope_of(cookie))
        assert admitted is not None
        assert admitted[PERSON] == framed.proved(Headers(scope=admitted)["cookie"]) == STRANGER
