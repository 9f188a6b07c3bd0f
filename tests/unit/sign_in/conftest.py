"""The server whose people sign in with a password: the whole way from a request to the page."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from app import services
from app.addresses import for_visitors
from app.apps import Apps
from app.apps.keeping import Keeping
from app.catalog import App
from app.chat import Chat
from app.identity import Gate, Identities, Sessions, VisitorCookie, passwords
from app.identity.oidc import Provider
from app.identity.passwords import Passwords
from app.ledger import Ledger
from app.middleware import OwnSockets, SecurityHeaders
from app.policy import Role
from app.routes import ROUTES
from app.routes.keeping import asked_first
from app.routes.newcomers import too_many
from app.runs.registry import Runs
from app.settings import Settings
from tests.unit.dify.doubles import serving
from tests.unit.routes.site import SIGNER
from tests.unit.served import serve
from tests.unit.sign_in.site import NAME, PASSWORD, Site

Open = Callable[..., Awaitable[Site]]


def whole(documents: Path) -> ASGIApp:
    """What stands before every request, as the app has it, and one page."""
    page = Route("/{path:path}", lambda request: HTMLResponse("the page", headers={"etag": '"1"'}))
    sockets = OwnSockets(Starlette(routes=[*ROUTES, page]), lambda: 9, "/_event/", _admitted)
    visitors = VisitorCookie(sockets, lambda: SIGNER, too_many)
    gate = Gate(
        sockets,
        visitors,
        lambda: services.current().identities,
        lambda path: for_visitors(path, services.current().apps),
        asked_first,
    )
    return SecurityHeaders(gate, documents, lambda: services.current().settings.trusted_proxies, lambda _slug: [])


async def _admitted(scope: Any) -> Any:
    return await services.current().identities.admitted(scope)


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes a hash dear to whoever guesses makes it dear to a test."""
    monkeypatch.setattr(passwords, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
async def runs(chat: Chat) -> Runs:
    return chat.runs


@pytest.fixture
async def open_site(ledger: Ledger, runs: Runs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncIterator[Open]:
    """A site with settings of the test's own."""
    async with AsyncExitStack() as stack:

        async def opened(*chats: Any, entries: Iterable[App] = (), **given: Any) -> Site:
            settings = Settings(**{"sign_in": "local", **given})
            sessions, known = Sessions(ledger.signed_in, settings), Passwords(ledger.accounts)
            role, apps = Role(settings.role), Apps(chats, entries)
            identities = Identities(SIGNER, role, sessions, lambda: apps.for_visitors)
            provider = Provider(settings, SecretStr("a secret of the test's own")) if settings.oidc_issuer else None
            local = known if settings.sign_in == "local" else None
            serve(monkeypatch)
            keeping = Keeping(ledger, apps, runs)
            parts = {"sessions": sessions, "passwords": local, "provider": provider, "apps": apps, "keeping": keeping}
            made = replace(services.current(), settings=settings, identities=identities, **parts)
            monkeypatch.setattr(services, "_current", made)
            url = (await stack.enter_async_context(serving(whole(tmp_path)))).removesuffix("/v1")  # type: ignore[arg-type]
            site = Site(url, ledger, settings, sessions, known)
            stack.push_async_callback(_closed, site)
            return site

        yield opened


async def _closed(site: Site) -> None:
    for http in site.opened:
        await http.aclose()


@pytest.fixture
async def site(open_site: Open) -> Site:
    """One with an account."""
    site = await open_site()
    await site.ledger.accounts.add(NAME, await site.passwords.hashed(PASSWORD), ["staff"])
    return site
