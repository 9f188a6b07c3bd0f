"""Signing in through an OpenID provider, and all that somebody might bring back instead of a proof."""

import asyncio
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import pytest
from oidc_provider_mock import User, run_server_in_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app import services
from app.i18n.en import EN
from app.identity import oidc
from app.identity.oidc import Provider, _user
from tests.unit.dify.doubles import free_url, serving
from tests.unit.sign_in.site import Browser, Site, told

# The provider is built on what its own library calls old.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

GROUPS = ["staff", "makers", 7, ""]


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    people = [
        User(sub="anna", claims={"name": "Anna", "groups": GROUPS}), User(sub="bert", claims={"groups": "staff"}),
    ]  # fmt: skip
    with run_server_in_thread(user_claims=people, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
async def site(open_site, issuer: str) -> Site:
    return await open_site(**given(issuer))


def given(issuer: str) -> dict[str, str]:
    return {
        "sign_in": "oidc", "oidc_issuer": issuer, "oidc_client_id": "parley", "oidc_client_secret": "a secret",
        "public_url": "http://chat.test", "roles": "makers=builder",
    }  # fmt: skip


async def at_the_provider(browser: Browser, to: str = "/c/1") -> str:
    begun = await browser.http.get("/sign-in/begin", params={"to": to})
    assert begun.status_code == 303
    return begun.headers["location"]


async def proved(there: str, sub: str = "anna", **more: str) -> str:
    """The path to which the provider leads its person back."""
    async with httpx.AsyncClient() as http:
        answer = await http.post(there, data={"sub": sub, **more})
    back = answer.headers["location"]
    assert back.startswith("http://chat.test/sign-in/back?")
    return back.removeprefix("http://chat.test")


async def test_who_proves_it_at_the_provider_is_somebody_here_and_goes_where_they_wanted(site: Site):
    browser = site.browser()
    page = await browser.get("/sign-in?to=/c/1")
    href = re.search(r'<a class="go" href="([^"]+)">', page.text)
    assert href is not None and EN.sign_in_go_on in page.text
    there = (await browser.get(href[1])).headers["location"]
    back = await browser.get(await proved(there))
    assert (back.status_code, back.headers["location"]) == (303, "/c/1")
    assert await browser.is_in()
    [row] = await site.ledger.signed_in.all(_user(site.settings.oidc_issuer, "anna"), site.sessions.lifetime)
    assert (row.kind, row.name, row.groups) == ("oidc", "Anna", ["makers", "staff"])
    assert row.user.endswith(":anna")


async def test_what_the_token_lacks_may_be_a_single_group_and_no_name(site: Site):
    browser = site.browser()
    await browser.get(await proved(await at_the_provider(browser), "bert"))
    [row] = await site.ledger.signed_in.all(_user(site.settings.oidc_issuer, "bert"), site.sessions.lifetime)
    assert (row.name, row.groups) == ("bert", ["staff"])


async def test_the_way_there_bears_a_challenge_a_state_and_a_nonce_that_are_new_each_time(site: Site):
    browser = site.browser()
    asked = [parse_qs(urlsplit(await at_the_provider(browser)).query) for _ in range(2)]
    for query in asked:
        assert (query["code_challenge_method"], query["response_type"]) == (["S256"], ["code"])
        assert query["redirect_uri"] == ["http://chat.test/sign-in/back"]
        assert len(query["code_challenge"][0]) == 43
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]
    assert "a secret" not in repr(asked)


async def refused(browser: Browser, path: str) -> None:
    answer = await browser.get(path)
    assert (answer.status_code, told(answer)) == (403, EN.sign_in_failed)
    assert "session" not in answer.headers.get("set-cookie", "")
    assert not await browser.is_in()


async def test_a_state_that_was_stolen_signs_nobody_in_elsewhere(site: Site):
    """Else an attacker could have somebody write into the attacker's account."""
    attacker, victim = site.browser(), site.browser()
    back = await proved(await at_the_provider(attacker))
    await refused(victim, back)
    await at_the_provider(victim)
    await refused(victim, back)


async def test_a_state_that_was_made_up_signs_nobody_in(site: Site):
    browser = site.browser()
    query = dict(parse_qsl(urlsplit(await proved(await at_the_provider(browser))).query))
    for state in ("", "x", query["state"][:-1], query["state"] + "x", "\ud83d"):
        params = {**query, "state": state.encode("utf-8", "replace").decode()}
        await refused(browser, f"/sign-in/back?{httpx.QueryParams(params)}")
    await refused(browser, "/sign-in/back")


async def test_an_answer_is_good_for_one_sign_in(site: Site):
    browser, again = site.browser(), site.browser()
    path = await proved(await at_the_provider(browser))
    kept = {cookie.name: cookie.value or "" for cookie in browser.http.cookies.jar}
    assert (await browser.get(path)).status_code == 303
    await browser.post("/sign-out")
    await refused(browser, path)
    for name, value in kept.items():  # The cookie was copied before: the provider takes each code once.
        again.http.cookies.set(name, value)
    await refused(again, path)


async def test_a_code_of_another_sign_in_is_not_taken(site: Site):
    """The challenge binds a code to the browser that began."""
    thief, victim = site.browser(), site.browser()
    stolen = parse_qs(urlsplit(await proved(await at_the_provider(victim))).query)["code"][0]
    own = dict(parse_qsl(urlsplit(await proved(await at_the_provider(thief), "bert")).query))
    await refused(thief, f"/sign-in/back?{httpx.QueryParams({**own, 'code': stolen})}")


async def test_a_sign_in_that_took_too_long_begins_again(site: Site, monkeypatch):
    browser = site.browser()
    path = await proved(await at_the_provider(browser))
    monkeypatch.setattr("app.identity.oidc.MINUTES", -1)
    await refused(browser, path)


async def test_who_refuses_at_the_provider_and_whom_another_provider_answers_are_not_signed_in(site: Site):
    browser = site.browser()
    await refused(browser, await proved(await at_the_provider(browser), action="deny"))
    path = await proved(await at_the_provider(browser))
    await refused(browser, f"{path}&iss=https://evil.example")


async def test_what_a_browser_keeps_meanwhile_is_for_no_script_and_for_no_other_site(site: Site):
    begun = await site.browser().get("/sign-in/begin")
    flags = begun.headers["set-cookie"].lower()
    assert all(flag in flags for flag in ("httponly", "samesite=lax", "path=/sign-in", "max-age=600"))


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example"])
async def test_nobody_is_led_to_another_site_after_it(site: Site, to: str):
    browser = site.browser()
    back = await browser.get(await proved(await at_the_provider(browser, to)))
    assert back.headers["location"] == "/"


async def test_a_provider_that_is_away_is_told_in_a_sentence(open_site):
    site = await open_site(**given(free_url()))
    answer = await site.browser().get("/sign-in/begin?to=/c/1")
    assert (answer.status_code, told(answer)) == (503, EN.sign_in_away)
    assert "to=%2Fc%2F1" in answer.text


async def test_a_provider_that_is_silent_is_asked_once_for_all_who_come_and_again_after_a_moment(
    open_site, monkeypatch
):
    asked, busy, hold = [], asyncio.Event(), asyncio.Event()

    async def silent(_request: Request) -> Response:
        asked.append(1)
        busy.set()
        await hold.wait()
        return Response(status_code=503)

    async with serving(Starlette(routes=[Route("/v1/.well-known/openid-configuration", silent)])) as url:
        site = await open_site(**given(url))
        first, second = (asyncio.create_task(site.browser().get("/sign-in/begin")) for _ in range(2))
        await busy.wait()
        hold.set()
        late = await site.browser().get("/sign-in/begin")
        assert [answer.status_code for answer in (await first, await second, late)] == [503] * 3
        assert len(asked) == 1
        monkeypatch.setattr(oidc, "AGAIN", 0.0)
        assert (await site.browser().get("/sign-in/begin")).status_code == 503
        assert len(asked) == 2


async def test_a_provider_that_says_it_is_another_is_none(open_site, issuer: str):
    site = await open_site(**given(issuer.replace("localhost", "127.0.0.1")))
    site_provider = services.current().provider
    assert isinstance(site_provider, Provider)
    answer = await site.browser().get("/sign-in/begin")
    # The mock names itself by the host it is asked at: another one's document is put in its place.
    assert answer.status_code == 303
    site_provider._said = None
    site_provider._issuer = issuer + "/other"
    assert (await site.browser().get("/sign-in/begin")).status_code == 503


async def test_signing_out_leads_to_the_provider_to_end_its_session_too(site: Site, issuer: str):
    browser = site.browser()
    await browser.get(await proved(await at_the_provider(browser)))
    there = (await browser.post("/sign-out")).json()["to"]
    assert there.startswith(
        f"{issuer}/oauth2/end_session?client_id=parley&post_logout_redirect_uri=http%3A%2F%2Fchat.test"
    )
    assert not await browser.is_in()


async def test_a_password_signs_nobody_in_where_a_provider_does(site: Site):
    assert (await site.browser().sign_in()).status_code == 404


def test_a_subject_is_unique_at_its_issuer_alone():
    assert _user("https://a.example", "1") != _user("https://b.example", "1")
    odd = {_user("https://a.example", subject) for subject in ("a\n", "ü", "x" * 300, "x" * 301)}
    assert len(odd) == 4 and max(map(len, odd)) < 100
