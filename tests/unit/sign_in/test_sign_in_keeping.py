"""What a browser has from before its person signed in: they are asked once, and what they choose is done."""

import asyncio
import re
from contextlib import aclosing
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from app import services
from app.apps import keeping
from app.dify import models
from app.i18n.ar import AR
from app.i18n.en import EN
from app.identity import COOKIE
from app.identity.proxy import Proxied
from app.ledger import LedgerFailed
from app.ledger.keeping import Keeping
from app.news import Changed, Kept
from app.routes.keeping import LEFT
from tests.unit.chat.talks import CONVERSATIONS, page
from tests.unit.routes.site import SIGNER
from tests.unit.sign_in.site import NAME, PASSWORD, Browser, Site, told

APP, KEEP = "app-1", "/sign-in/keep"


@pytest.fixture
async def site(open_site, chat, upstream) -> Site:
    """One of one app, with two accounts."""
    upstream.on(CONVERSATIONS, page())
    site = await open_site(chat)
    for name in (NAME, "bert"):
        await site.ledger.accounts.add(name, await site.passwords.hashed(PASSWORD), [])
    return site


async def visitor(site: Site, *names: str, browser: Browser | None = None) -> tuple[Browser, str]:
    """A browser from before there was a sign-in, whose visitor has conversations of these names, the newest last."""
    browser, cookie = browser or site.browser(), SIGNER.new_visitor()
    browser.http.cookies.set(COOKIE, cookie, "127.0.0.1")
    user = SIGNER.user(f"{COOKIE}={cookie}")
    listed = [models.Conversation(id=f"{user} {at}", name=name, created_at=at + 1) for at, name in enumerate(names)]
    await site.ledger.learn(APP, user, listed)
    return browser, user


def fields(response: httpx.Response) -> dict[str, str]:
    """The hidden ones of the form."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.text)
    return {name: value.replace("&amp;", "&") for name, value in found}


async def choose(browser: Browser, choice: str, asked: httpx.Response, **headers: str) -> httpx.Response:
    return await browser.http.post(KEEP, data={**fields(asked), "choice": choice}, headers=headers)


async def names(site: Site, user: str) -> list[str]:
    return [row.name for row in await site.ledger.conversations(APP, user)]


async def account(site: Site, name: str = NAME) -> str:
    row = await site.ledger.accounts.get(name)
    assert row is not None
    return str(row.user)


async def asked(browser: Browser, path: str = "/", name: str = NAME) -> httpx.Response:
    """The page that the browser is led to once its person has signed in."""
    await browser.sign_in(name)
    led = await browser.get(path)
    assert (led.status_code, led.headers["location"]) == (303, f"{KEEP}?{urlencode({'to': path})}")
    assert "set-cookie" not in led.headers
    return await browser.get(led.headers["location"])


async def test_whoever_signs_in_is_told_what_there_is_and_keeps_it(site: Site):
    browser, user = await visitor(site, "Lamps", "<b>Doors</b>", "Windows")
    shown = await asked(browser, "/c/1?q=a%20b&c=d")
    assert (shown.status_code, shown.headers["cache-control"]) == (200, "no-store")
    assert EN.keep_found.format(count=3) in shown.text
    assert re.findall(r"<li><bdi>(.*?)</bdi></li>", shown.text) == ["Windows", "&lt;b&gt;Doors&lt;/b&gt;"]
    assert EN.signed_in_as.format(name=NAME) in shown.text
    kept = await choose(browser, "keep", shown)
    assert (kept.status_code, kept.headers["location"]) == (303, "/c/1?q=a%20b&c=d")
    assert await names(site, await account(site)) == ["Windows", "<b>Doors</b>", "Lamps"]
    assert await names(site, user) == []
    assert COOKIE not in browser.http.cookies
    assert await browser.is_in()


async def test_what_is_left_stays_and_is_asked_about_again_at_the_next_sign_in(site: Site):
    browser, user = await visitor(site, "Lamps")
    left = await choose(browser, "leave", await asked(browser, "/apps"))
    assert (left.status_code, left.headers["location"]) == (303, "/apps")
    flags = left.headers["set-cookie"].split("; ")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(flags)
    assert not any(flag.startswith(("Max-Age", "expires")) for flag in flags)
    assert await browser.is_in()
    assert await names(site, user) == ["Lamps"]
    assert COOKIE in browser.http.cookies
    assert (await asked(browser)).status_code == 200
    assert (await asked(browser, name="bert")).status_code == 200


async def test_whoever_has_nothing_from_before_is_asked_nothing(site: Site, monkeypatch: pytest.MonkeyPatch):
    plain = site.browser()
    await plain.sign_in()
    with monkeypatch.context() as none:
        none.setattr(Keeping, "found", None)  # The ledger is not even asked.
        assert await plain.is_in()
    empty, _ = await visitor(site)
    await empty.sign_in()
    assert await empty.is_in()
    assert (await empty.get(f"{KEEP}?to=/c/1")).headers["location"] == "/c/1"
    leaving, user = await visitor(site, "Lamps")
    [row] = await site.ledger.conversations(APP, user)
    await site.ledger.mark(row, deleted_at=1.0)
    await leaving.sign_in()
    assert await leaving.is_in()


@pytest.mark.parametrize("forged", ["visitor-1", "visitor-1.c2lnbmF0dXJl", "", "nobody"])
async def test_a_cookie_that_this_server_did_not_sign_keeps_nothing(site: Site, forged: str):
    _, victim = await visitor(site, "A secret")
    browser, _ = await visitor(site, "Mine")
    shown = await asked(browser)
    browser.http.cookies.delete(COOKIE)
    browser.http.cookies.set(COOKIE, forged.replace("visitor-1", victim), "127.0.0.1")
    assert (await choose(browser, "keep", shown)).status_code == 303
    given = {**fields(shown), "choice": "keep", "visitor": victim, "user": victim, COOKIE: victim}
    assert (await browser.http.post(KEEP, data=given)).status_code == 303
    assert await names(site, await account(site)) == []
    assert await names(site, victim) == ["A secret"]


async def test_a_page_of_another_site_chooses_nothing(site: Site):
    browser, user = await visitor(site, "Lamps")
    shown = await asked(browser)
    for header, value in (("Origin", "https://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site")):
        assert (await choose(browser, "keep", shown, **{header: value})).status_code == 403
    assert await names(site, user) == ["Lamps"]


async def test_a_choice_is_that_of_who_was_asked_about_whom_they_were_asked(site: Site):
    browser, user = await visitor(site, "Lamps")
    of_anna = await asked(browser)
    of_bert = await asked(browser, name="bert")
    again = await choose(browser, "keep", of_anna)
    assert (again.status_code, fields(again)) == (200, fields(of_bert))
    assert await names(site, user) == ["Lamps"]
    _, other = await visitor(site, "Doors", browser=browser)
    assert (await choose(browser, "keep", of_bert)).status_code == 200
    assert (await names(site, user), await names(site, other)) == (["Lamps"], ["Doors"])


async def test_nobody_is_asked_who_has_not_signed_in(site: Site):
    browser, user = await visitor(site, "Lamps")
    shown = await browser.get(f"{KEEP}?to=/c/1")
    assert (shown.status_code, shown.headers["location"]) == (303, "/c/1")
    given = {"choice": "keep", "of": "x", "to": "https://evil.example"}
    assert (await browser.http.post(KEEP, data=given)).headers["location"] == "/"
    assert await names(site, user) == ["Lamps"]


async def test_what_the_apps_alone_had_on_their_list_is_kept_as_well(site: Site, upstream):
    browser, user = await visitor(site, "Lamps")
    listed = {"id": "of before", "name": "From before", "created_at": 9}
    upstream.on(CONVERSATIONS, lambda request: page(*[listed] * (request.url.params["user"] == user)))
    await choose(browser, "keep", await asked(browser))
    rows = await site.ledger.conversations(APP, await account(site))
    assert [(row.name, row.upstream_user) for row in rows] == [("From before", user), ("Lamps", user)]


async def test_an_app_that_is_away_keeps_nothing_back(site: Site, upstream):
    browser, _ = await visitor(site, "Lamps")
    upstream.on(CONVERSATIONS, httpx.ConnectError("no connection"))
    assert (await choose(browser, "keep", await asked(browser))).status_code == 303
    assert await names(site, await account(site)) == ["Lamps"]


async def test_an_answer_that_is_being_written_is_waited_for(site: Site, chat, upstream, monkeypatch):
    monkeypatch.setattr(keeping, "END", 0.05)
    browser, user = await visitor(site)
    run = await chat.ask(user, "", "Why?", {})
    upstream.stream.say("Because ")
    shown = await asked(browser)
    refused = await choose(browser, "keep", shown)
    assert (refused.status_code, told(refused)) == (409, EN.keep_running)
    assert fields(refused) == fields(shown)
    monkeypatch.setattr(keeping, "END", 30.0)
    choosing = asyncio.create_task(choose(browser, "keep", refused))
    upstream.stream.say("of the lamp.")
    upstream.stream.finish()
    assert (await choosing).status_code == 303
    mine = await account(site)
    [turn] = (await chat.open(mine, run.row.conversation_id)).turns
    assert (turn.answer, turn.status) == ("Because of the lamp.", "done")
    await chat.conversations.ended()
    assert await names(site, user) == []


async def test_open_pages_of_both_hear_of_it(site: Site, chat):
    browser, user = await visitor(site, "Lamps")
    [row] = await site.ledger.conversations(APP, user)
    shown = await asked(browser)
    async with (
        aclosing(chat.news.follow(APP, user)) as theirs,
        aclosing(chat.news.follow(APP, await account(site))) as mine,
    ):
        assert [await anext(news) for news in (theirs, mine)] == [(), ()]
        await choose(browser, "keep", shown)
        assert [await anext(news) for news in (theirs, mine)] == [(Kept(),), (Changed(row.id),)]


async def test_while_the_ledger_is_away_the_page_is_shown_and_says_so(site: Site, monkeypatch: pytest.MonkeyPatch):
    browser, _ = await visitor(site, "Lamps")
    await browser.sign_in()

    async def away(*_: Any) -> None:
        raise LedgerFailed

    monkeypatch.setattr(Keeping, "found", away)
    assert (await browser.get("/")).text == "the page"


async def test_the_page_is_in_the_reader_s_language(site: Site):
    browser, _ = await visitor(site, "Lamps")
    await browser.sign_in()
    shown = await browser.get(KEEP, **{"Accept-Language": "ar"})
    assert '<html lang="ar" dir="rtl">' in shown.text
    assert AR.keep_in_account in shown.text


async def test_where_nobody_signs_in_there_is_no_such_page(site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(services.current().identities, "door", None)
    browser, _ = await visitor(site, "Lamps")
    assert (await browser.get(KEEP)).status_code == 404


async def test_whom_a_proxy_names_is_asked_as_well(open_site, chat, upstream, monkeypatch: pytest.MonkeyPatch):
    upstream.on(CONVERSATIONS, page())
    site = await open_site(chat, sign_in="proxy", trusted_proxies="127.0.0.1", proxy_user_header="X-User")
    monkeypatch.setattr(services.current().identities, "door", Proxied(site.settings))
    browser, _ = await visitor(site, "Lamps")
    browser.http.headers["X-User"] = "anna"
    shown = await browser.get((await browser.get("/")).headers["location"])
    await choose(browser, "leave", shown)
    assert await browser.is_in()
    browser.http.cookies.delete(LEFT)  # The browser was closed.
    shown = await browser.get((await browser.get("/")).headers["location"])
    await choose(browser, "keep", shown)
    assert await browser.is_in()
    assert await names(site, "proxy:anna") == ["Lamps"]
