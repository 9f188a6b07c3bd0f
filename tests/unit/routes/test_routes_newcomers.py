"""The page of whoever is one too many of those who are here for the first time."""

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from app import services
from app.apps import Apps
from app.i18n import CATALOGUES
from app.identity import COOKIE, Identities, VisitorCookie
from app.policy import Role
from app.routes.newcomers import too_many
from app.services import Services
from app.settings import Settings
from tests.unit.routes.site import SIGNER


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> VisitorCookie:
    """A page behind a proxy on this machine."""
    settings = Settings(max_newcomers_an_hour_per_address=2, trusted_proxies="127.0.0.1")
    monkeypatch.setattr(services, "_current", Services(settings, Identities(SIGNER, Role.VISITOR), Apps(), None))
    page = Starlette(routes=[Route("/", lambda request: HTMLResponse("<h1>Chat</h1>"))])
    return VisitorCookie(page, lambda: SIGNER, too_many)


async def get(site: VisitorCookie, address: str, language: str = "en", cookie: str = "") -> httpx.Response:
    headers = {"X-Forwarded-For": address, "Accept-Language": language, "Cookie": cookie}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://page.test") as client:
        return await client.get("/", headers=headers)


async def test_from_one_address_only_so_many_come_in_an_hour_and_others_are_let_in(site):
    found = [(await get(site, "192.0.2.7")).status_code for _ in range(3)]
    assert found == [200, 200, 429]
    assert (await get(site, "192.0.2.8")).status_code == 200


async def test_an_ipv6_network_is_one_address(site):
    found = [(await get(site, f"2001:db8:1:2::{number}")).status_code for number in range(3)]
    assert found == [200, 200, 429]
    assert (await get(site, "2001:db8:1:3::1")).status_code == 200


async def test_who_is_known_goes_on_where_no_newcomer_can(site):
    first = await get(site, "192.0.2.7")
    await get(site, "192.0.2.7")
    known = await get(site, "192.0.2.7", cookie=f"{COOKIE}={first.cookies[COOKIE]}")
    assert (known.status_code, known.text) == (200, "<h1>Chat</h1>")


@pytest.mark.parametrize("code", CATALOGUES)
async def test_who_is_one_too_many_reads_why_and_when_it_goes_on(site, code):
    for _ in range(2):
        await get(site, "192.0.2.7")
    refused = await get(site, "192.0.2.7", code)
    words = CATALOGUES[code]
    assert words.newcomers in refused.text and words.newcomers_why.format(minutes=30) in refused.text
    assert "set-cookie" not in refused.headers and refused.headers["cache-control"] == "no-store"
    assert 1790 <= int(refused.headers["retry-after"]) <= 1800
