"""Signing in with a name and a password, and signing out again."""

import re

import pytest

from app.i18n.ar import AR
from app.i18n.de import DE
from app.i18n.en import EN
from tests.unit.routes.site import SIGNER
from tests.unit.served import serve
from tests.unit.sign_in.site import NAME, PASSWORD, Site


@pytest.mark.parametrize("path", ["/", "/c/1?q=a%20b", "/apps/guide"])
async def test_whoever_has_not_signed_in_is_led_to_the_sign_in_page_and_back(site: Site, path: str):
    browser = site.browser()
    led = await browser.get(path)
    assert led.status_code == 303
    assert led.headers["cache-control"] == "no-store"
    page = await browser.get(led.headers["location"])
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    there = page.text.partition('name="to" value="')[2].partition('"')[0]
    back = await browser.sign_in(to=there.replace("&amp;", "&"))
    assert (back.status_code, back.headers["location"]) == (303, path.replace("%20", "%20"))
    assert await browser.is_in()


async def test_a_page_that_a_browser_has_kept_is_led_away_from_all_the_same(site: Site):
    browser = site.browser()
    assert (await browser.get("/", **{"if-none-match": '"1"'})).status_code == 303
    assert (await browser.http.head("/")).status_code == 303


async def test_whoever_has_signed_in_gets_the_page_and_no_visitor_s_cookie(site: Site):
    browser = site.browser()
    await browser.sign_in()
    page = await browser.get("/")
    assert (page.text, page.headers["cache-control"]) == ("the page", "no-store")
    assert re.fullmatch(
        "parley_drafts=[0-9a-f]{12}; Path=/; Max-Age=31536000; SameSite=Lax", page.headers["set-cookie"]
    )
    assert "set-cookie" not in (await browser.get("/")).headers
    assert (await browser.get("/sign-in?to=/c/1")).headers["location"] == "/c/1"


async def test_the_cookie_is_the_browser_s_alone(site: Site):
    flags = (await site.browser().sign_in()).headers["set-cookie"].split("; ")
    assert flags[1:] == ["Path=/", "Max-Age=2592000", "HttpOnly", "SameSite=Lax"]
    assert flags[0].startswith("parley_session=")


async def test_behind_tls_the_cookie_is_for_tls_and_for_this_host_alone(open_site, site: Site):
    far = await open_site(trusted_proxies="127.0.0.1")
    by_tls = {"X-Forwarded-Proto": "https"}
    flags = (await far.browser(**by_tls).sign_in()).headers["set-cookie"].split("; ")
    assert flags[0].startswith("__Host-parley_session=")
    assert "Secure" in flags
    near = await open_site()
    assert "Secure" not in (await near.browser(**by_tls).sign_in()).headers["set-cookie"]


@pytest.mark.parametrize("by_tls", [{}, {"X-Forwarded-Proto": "https"}])
async def test_a_cookie_of_one_scheme_is_none_of_the_other(open_site, site: Site, by_tls: dict[str, str]):
    far = await open_site(trusted_proxies="127.0.0.1")
    browser = far.browser()
    set_cookie = (await browser.sign_in(**by_tls)).headers["set-cookie"]
    sent = {**by_tls, "Cookie": set_cookie.partition(";")[0]}
    other = {"Cookie": sent["Cookie"], "X-Forwarded-Proto": "http" if by_tls else "https"}
    assert (await far.browser(**sent).get("/")).text == "the page"
    assert (await far.browser(**other).get("/")).status_code == 303


async def test_a_name_is_the_same_however_it_is_typed(site: Site):
    for typed in ("Anna", " anna ", "ＡＮＮＡ"):
        assert (await site.browser().sign_in(typed)).status_code == 303


@pytest.mark.parametrize("words", [EN, DE, AR])
async def test_the_page_is_in_the_language_of_its_reader_and_loads_nothing(site: Site, words):
    page = await site.browser().get("/sign-in", **{"accept-language": words.code})
    assert f'<html lang="{words.code}" dir="{words.direction}">' in page.text
    assert f"<h1>{words.sign_in}</h1>" in page.text
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert page.headers["cache-control"] == "no-store"


async def test_signing_out_ends_the_session_and_no_other(site: Site):
    here, there = site.browser(), site.browser()
    await here.sign_in()
    await there.sign_in()
    stolen = here.cookie
    left = await here.post("/sign-out")
    assert left.json() == {"to": "/sign-in?out"}
    assert "Max-Age=0" in left.headers["set-cookie"]
    assert (await site.browser(Cookie=f"parley_session={stolen}").get("/")).status_code == 303
    assert (await here.is_in(), await there.is_in()) == (False, True)
    assert EN.signed_out in (await here.get("/sign-in?out")).text
    assert EN.sign_in_again in (await here.get("/sign-in?ended&to=/c/1")).text


async def test_signing_out_everywhere_ends_all_of_one_s_own(site: Site):
    await site.ledger.accounts.add("bert", await site.passwords.hashed(PASSWORD), [])
    here, there, other = site.browser(), site.browser(), site.browser()
    for browser, name in ((here, NAME), (there, NAME), (other, "bert")):
        await browser.sign_in(name)
    await here.post("/sign-out?everywhere=1")
    assert [await browser.is_in() for browser in (here, there, other)] == [False, False, True]


async def test_where_everybody_may_come_there_is_no_sign_in(open_site, monkeypatch):
    site = await open_site()
    serve(monkeypatch, signer=SIGNER)
    browser = site.browser()
    page = await browser.get("/")
    assert (page.text, "parley_visitor=" in page.headers["set-cookie"]) == ("the page", True)
    assert [(await browser.get("/sign-in")).status_code, (await browser.sign_in()).status_code] == [404, 404]
    assert (await browser.post("/sign-out")).status_code == 404
